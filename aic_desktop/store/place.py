"""Where a registry file can come to harm: on a network drive, or in a folder kept in step with others.

SQLite's log is shared through memory, which works on one computer alone, and a program that keeps folders in
step copies a file while it is being written (https://www.sqlite.org/wal.html, .../howtocorrupt.html).
"""

import re
import sys
from pathlib import Path, PurePath

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|lustre|glusterfs|davfs2?"
    r"|fuse\.(?:sshfs|rclone|davfs2?|glusterfs|s3fs)"
)
_IN_STEP = re.compile(
    r"onedrive|dropbox|google ?drive|icloud|mobile documents|cloudstorage|nextcloud|owncloud|sciebo|seafile"
    r"|pcloud|box sync",
    re.IGNORECASE,
)
_REMOTE = 4  # DRIVE_REMOTE, of GetDriveTypeW
_TOLD_OF_NETWORK = (
    "This registry is on a network drive. It is a file for one computer at a time: two that have it open"
    " there can damage it. Move it to a local disk, or have a server set up to share it."
)
_TOLD_OF_STEP = (
    "This registry is in “{}”, a folder that is kept in step with other computers. What is copied while it is"
    " being written can be damaged. Move the registry elsewhere, and let its backups be copied."
)


def caution(path: Path) -> str:
    """What to be afraid of where a registry is, in words; "" where nothing is known against it."""
    whole = path.absolute()
    for part in whole.parent.parts:
        if _IN_STEP.match(part):
            return _TOLD_OF_STEP.format(part)
    return _TOLD_OF_NETWORK if _is_remote(whole) else ""


def _is_remote(path: Path) -> bool:
    if sys.platform == "win32":
        from ctypes import windll

        return path.drive.startswith("\\\\") or windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a system without it
        return False
    return bool(_NETWORK.fullmatch(kind_of(path, mounts)))


def kind_of(path: PurePath, mounts: str) -> str:
    """The kind of file system that a path is on, by Linux's table of mounts; "" where that does not say."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        parts = before.split(" ")
        if len(parts) < 5 or not after:
            continue
        point = PurePath(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[4]))
        if (
            path.is_relative_to(point) and len(point.parts) >= longest
        ):  # of two on one point the later is seen
            found, longest = after.split(" ")[0], len(point.parts)
    return found
