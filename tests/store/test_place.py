"""A place where a registry can come to harm is told when it is opened; any other is not."""

from pathlib import Path, PurePosixPath

import pytest

from aic_desktop import bootstrap
from aic_desktop.store import place
from aic_desktop.store.place import caution, kind_of

MOUNTS = r"""22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
40 22 0:35 / /mnt/share rw - cifs //server/kinder rw,vers=3.1
41 22 0:36 / /mnt/Forschung\040AIC rw shared:9 - nfs4 nas:/export rw
42 40 0:37 / /mnt/share/local rw - tmpfs tmpfs rw
43 22 0:38 / /mnt/twice rw - ext4 /dev/sdb1 rw
44 22 0:39 / /mnt/twice rw - fuse.sshfs me@host: rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/r.aic", "ext4"),
        ("/mnt/share/a/r.aic", "cifs"),
        ("/mnt/shared/r.aic", "ext4"),
        ("/mnt/Forschung AIC/r.aic", "nfs4"),
        ("/mnt/share/local/r.aic", "tmpfs"),
        ("/mnt/twice/r.aic", "fuse.sshfs"),
    ],
)
def test_the_kind_of_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert kind_of(PurePosixPath(path), MOUNTS) == kind
    assert kind_of(PurePosixPath(path), "garbage\n1 2 3 - \n") == ""


def test_a_network_drive_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (kind, told) in enumerate((("ext4", False), ("cifs", True), ("nfs", True), ("fuse", False))):
        mounts = tmp_path / str(number)
        mounts.write_text(f"1 0 8:1 / / rw - {kind} x rw\n", encoding="utf-8")
        monkeypatch.setattr(place, "_MOUNTS", mounts)
        assert ("network drive" in caution(tmp_path / "r.aic")) is told, kind
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "none")
    assert caution(tmp_path / "r.aic") == ""


@pytest.mark.parametrize(
    "folder", ["OneDrive - Klinikum", "Dropbox", "Google Drive", "Nextcloud", "iCloud Drive"]
)
def test_a_folder_kept_in_step_with_others_is_told(tmp_path: Path, folder: str) -> None:
    inside = tmp_path / folder / "AIC"
    assert f"“{folder}”" in caution(inside / "r.aic")
    assert caution(tmp_path / f"about {folder}" / "r.aic") == ""


def test_it_is_told_with_the_registry(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    for where, told in ((tmp_path, False), (folder, True)):
        registry = bootstrap.registry(str(where / "r.aic"), True)
        assert bool(registry.caution) is told
        registry.cases.close()
