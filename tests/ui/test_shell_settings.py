"""What is remembered is the same after a restart, type and all."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from aic_desktop.ui.settings import KEPT_RECENT, Settings

pytestmark = pytest.mark.usefixtures("qapp")


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    first = Settings(file)
    assert first.recent == ()
    assert first.geometry.isEmpty()
    assert first.folder == ""
    first.opened("/data/ä b, c.aic")
    first.geometry, first.split, first.folder = QByteArray(b"\x00\x01\xff"), QByteArray(b"ab"), "/data"
    first.sync()
    again = Settings(file)
    assert again.recent == ("/data/ä b, c.aic",)
    assert again.geometry == QByteArray(b"\x00\x01\xff")
    assert again.split == QByteArray(b"ab")
    assert again.folder == "/data"


def test_the_latest_stands_first_once_and_only_some_are_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    for number in range(KEPT_RECENT + 3):
        settings.opened(f"{number}.aic")
    settings.opened("5.aic")
    assert len(settings.recent) == KEPT_RECENT
    assert settings.recent[:2] == ("5.aic", f"{KEPT_RECENT + 2}.aic")
    assert settings.recent.count("5.aic") == 1


def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[General]\nrecent={not json\n[window]\ngeometry=7\n")
    settings = Settings(file)
    assert settings.recent == ()
    assert isinstance(settings.geometry, QByteArray)
