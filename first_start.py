"""What run.py does before the first start: a .venv filled from the locked requirements, and Qt's libraries.

Standard library only; what only a set-up needs is imported where it is used, so that later starts stay fast.
"""

import io
import os
import sys

PROGRAM, TOOLS = "requirements.txt", "requirements-dev.txt"
THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
# Raised when what a set-up does changes, so that every .venv is made anew.
STAMP_FORMAT = "1"
NEEDED_MEGABYTES = 1000

QT_PARTS = (
    "QtWidgets.abi3.so",
    "QtSvgWidgets.abi3.so",
    "QtPrintSupport.abi3.so",
    "QtOpenGLWidgets.abi3.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)

NO_NETWORK = (
    "The packages that aic_desktop is built on could not be downloaded: no package index can be reached.\n"
    "Connect this computer to the internet, or set pip's proxy or your institution's package mirror, "
    "and start again. Once set up, the program needs no connection."
)

SIGNS_OF_NO_NETWORK = (
    *("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError"),
    *("Connection aborted", "Connection broken", "IncompleteRead"),
)


class Refused(Exception):
    """The set-up cannot go on here; the message says why and what to do."""


class Unreachable(Refused):
    """pip could not download; it installs nothing before it has everything."""


def say(words: str) -> None:
    """Tell the person at the terminal; standard output is the program's own."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


# What there is


def venv_python(root: str) -> str:
    """The interpreter in .venv."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(root, ".venv", *inside)


def site_packages(root: str) -> str:
    """Where pip puts packages in .venv."""
    inside = ("Lib",) if os.name == "nt" else ("lib", f"python{THIS_PYTHON}")
    return os.path.join(root, ".venv", *inside, "site-packages")


def stamp_path(root: str) -> str:
    """The note that a finished set-up leaves."""
    return os.path.join(root, ".venv", "aic_desktop.stamp")


def read_stamp(root: str) -> dict[str, str]:
    """What the last set-up finished; empty when none did."""
    try:
        with open(stamp_path(root), encoding="utf-8") as file:
            return dict(line.rstrip("\n").split(" ", 1) for line in file)
    except (OSError, ValueError):
        return {}


def write_stamp(root: str, stamp: dict[str, str]) -> None:
    """Note what is finished, whole or not at all."""
    with open(stamp_path(root) + ".new", "w", encoding="utf-8") as file:
        file.writelines(f"{key} {value}\n" for key, value in stamp.items())
    os.replace(stamp_path(root) + ".new", stamp_path(root))


def drop_stamp(root: str) -> None:
    """From here on an interrupted set-up counts as none."""
    if os.path.exists(stamp_path(root)):
        os.remove(stamp_path(root))


def own_python() -> str:
    """The system's interpreter, also when this runs in a virtual environment."""
    return str(getattr(sys, "_base_executable", sys.executable))


def interpreter(root: str) -> str:
    """The file that .venv's Python really is; Windows has a launcher there that only knows the real one."""
    return own_python() if os.name == "nt" else os.path.realpath(venv_python(root))


def digest(root: str, name: str) -> str:
    """SHA-256 of a requirements file."""
    import hashlib

    with open(os.path.join(root, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_alive(root: str, stamp: dict[str, str]) -> bool:
    """Whether .venv is whole, of this Python, and its interpreter still in place."""
    noted = stamp.get("interpreter", "")
    return (
        stamp.get("format") == STAMP_FORMAT
        and stamp.get("python") == THIS_PYTHON
        and os.path.exists(venv_python(root))
        and os.path.exists(noted)
        and (os.name == "nt" or os.path.realpath(venv_python(root)) == noted)
    )


def outdated(root: str, stamp: dict[str, str], files: list[str]) -> list[str]:
    """The requirements files that are not, or no longer, what is installed."""
    return [name for name in files if stamp.get(name) != digest(root, name)]


def is_ready(root: str, files: list[str]) -> bool:
    """Whether the program can start at once."""
    stamp = read_stamp(root)
    return is_alive(root, stamp) and stamp.get("libraries") == "complete" and not outdated(root, stamp, files)


# Setting up


def set_up(root: str, files: list[str], window: bool) -> None:
    """Bring .venv and Qt's system libraries up to date; Refused when that cannot be done here.

    window: the program was asked for, which without a screen can do with fewer libraries than the tests.
    """
    lock = take_lock(root)
    try:
        stamp = read_stamp(root)
        if not is_alive(root, stamp):
            say(f"Setting up aic_desktop in {os.path.join(root, '.venv')}: once, one to three minutes.")
            stamp = make_venv(root)
        late = outdated(root, stamp, files)
        if late:
            install(root, stamp, late)
        missing = missing_libraries(root)
        if missing and install_with_apt([debian_package(name) for name in missing]):
            missing = missing_libraries(root)
        write_stamp(root, {**stamp, "libraries": "missing" if missing else "complete"})
    finally:
        lock.close()
    if missing and (has_screen() or not window):
        raise Refused(library_words(missing))
    if missing:
        say(library_words(missing))


def take_lock(root: str) -> io.BufferedReader:
    """Wait until no other start is setting up; closing the result lets the next one in."""
    # The script itself is the lock: it always exists and leaves nothing to tidy up.
    lock = open(os.path.join(root, "run.py"), "rb")  # noqa: SIM115 - held until the set-up ends
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                return lock
            except OSError:
                continue  # it gives up after ten seconds; a set-up takes longer
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another start is setting aic_desktop up; waiting for it.")
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system without locks: two first starts at once are on their own
    return lock


def make_venv(root: str) -> dict[str, str]:
    """An empty .venv that finds its checkout wherever the two are moved; returns its stamp so far."""
    import importlib.util
    import shutil

    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = f"python{THIS_PYTHON}-venv"
        if sys.base_prefix != "/usr" or not install_with_apt([package]):
            raise Refused(venv_words(package))
    if not os.access(root, os.W_OK):
        raise Refused(
            f"The folder {root} cannot be written to. Copy it to a folder of yours and start there."
        )
    free = shutil.disk_usage(root).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise Refused(f"Setting up takes {NEEDED_MEGABYTES} MB in {root}, and {free} MB are free. Make room.")
    drop_stamp(root)
    status, output = call([own_python(), "-I", "-m", "venv", "--clear", os.path.join(root, ".venv")])
    if status != 0:
        raise Refused(f"Python could not make {os.path.join(root, '.venv')}:\n{last_lines(output)}")
    with open(os.path.join(site_packages(root), "aic_desktop.pth"), "w", encoding="utf-8") as file:
        file.write(os.path.relpath(root, site_packages(root)) + "\n")
    return {"format": STAMP_FORMAT, "python": THIS_PYTHON, "interpreter": interpreter(root)}


def install(root: str, stamp: dict[str, str], files: list[str]) -> None:
    """Install locked packages and note them in the stamp; Refused, in words, when pip cannot."""
    import time

    begun = time.monotonic()
    before = read_stamp(root)
    drop_stamp(root)
    say(f"Downloading and installing what {' and '.join(files)} lists.")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"]
    lists = [word for name in files for word in ("-r", os.path.join(root, name))]
    pip = [venv_python(root), "-I", "-m", "pip", "install", *options, "--require-hashes", *lists]
    status, output = call(pip)
    if status != 0:
        refused = why_pip_failed(output)
        if before and isinstance(refused, Unreachable):
            write_stamp(root, before)
        raise refused
    stamp.update({name: digest(root, name) for name in files})
    say(f"Done in {time.monotonic() - begun:.0f} s.")


def call(words: list[str]) -> tuple[int, str]:
    """Run without showing or asking anything; returns the exit status and all that was printed."""
    import subprocess

    # A pip told to install for the user would fail inside .venv; translated output could not be understood.
    environment = {**os.environ, "PIP_USER": "0", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(
        words, check=False, env=environment, stdin=nothing, stdout=pipe, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def why_pip_failed(output: str) -> Refused:
    """What pip's output comes down to."""
    if any(sign in output for sign in SIGNS_OF_NO_NETWORK):
        return Unreachable(NO_NETWORK)
    if "No space left on device" in output:
        return Refused("The disk is full. Make room for about 1 GB and start again.")
    if "DO NOT MATCH THE HASHES" in output:
        return Refused(
            "A downloaded package is not the one that aic_desktop was tested with; it was not installed.\n"
            "Start again. If it happens again, ask whoever runs your network or package mirror."
        )
    if "No matching distribution found" in output:
        return Refused(
            f"There is no ready-made package for Python {THIS_PYTHON} on this kind of computer:\n"
            + last_lines(output)
        )
    return Refused("The packages that aic_desktop is built on could not be installed:\n" + last_lines(output))


def last_lines(output: str, count: int = 6) -> str:
    """The end of a tool's output, where the reason stands."""
    return "\n".join("    " + line for line in output.strip().splitlines()[-count:])


# System packages


def missing_libraries(root: str) -> list[str]:
    """Shared libraries that Qt's windows need and this Linux lacks; empty on other systems."""
    import shutil

    paths = [os.path.join(site_packages(root), "PySide6", part) for part in QT_PARTS]
    parts = [path for path in paths if os.path.exists(path)]
    if not sys.platform.startswith("linux") or not parts or shutil.which("ldd") is None:
        return []
    lines = call(["ldd", *parts])[1].splitlines()
    return sorted({line.split()[0] for line in lines if line.endswith("=> not found")})


def debian_package(library: str) -> str:
    """Debian's package of a shared library, by its naming policy: libX11.so.6 is in libx11-6."""
    stem, _, version = library.lower().partition(".so.")
    if stem in ("libglib-2.0", "libgthread-2.0"):
        return "libglib2.0-0"
    return stem + ("-" if stem[-1].isdigit() else "") + version


def install_with_apt(packages: list[str]) -> bool:
    """Install system packages where this user may: as root on Debian and its like; else False."""
    import shutil

    if sys.platform == "win32" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    names = sorted(set(packages))
    say(f"Installing system packages with apt-get: {' '.join(names)}.")
    words = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    # A new machine has no package lists yet, or outdated ones.
    return call(words)[0] == 0 or (call(["apt-get", "update"])[0] == 0 and call(words)[0] == 0)


def has_screen() -> bool:
    """Whether a window could be opened at all."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def library_words(missing: list[str]) -> str:
    """Which system libraries to install, and how."""
    packages = " ".join(sorted({debian_package(name) for name in missing}))
    return (
        f"The window needs system libraries that this computer lacks: {', '.join(missing)}.\n"
        f"On Debian and Ubuntu install them with\n    sudo apt-get install -y {packages}\n"
        "elsewhere with the system's own package manager; then start again."
    )


def venv_words(package: str) -> str:
    """How to complete a Python that cannot make virtual environments."""
    import shutil

    lack = f"This Python ({sys.executable}) lacks the part that makes virtual environments. "
    if sys.base_prefix == "/usr" and shutil.which("apt-get"):
        return f"{lack}Install it with\n    sudo apt-get install -y {package}\nand start again."
    return f"{lack}Install a complete Python 3.11 to 3.14, for example from python.org, and start with that."
