"""Colours that can be read, light and dark, and a style sheet without holes."""

import re
import weakref

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from aic_desktop import paths
from aic_desktop.ui import theme


def dark() -> QPalette:
    """The palette of a dark desktop."""
    palette = QPalette(QColor("#3a3d41"), QColor("#24262a"))
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, "#24262a"),
        (roles.Base, "#1b1d20"),
        (roles.Text, "#e6e6e6"),
        (roles.WindowText, "#e6e6e6"),
        (roles.ButtonText, "#e6e6e6"),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def luminance(colour: str) -> float:
    channels = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def rgb(colour: str) -> tuple[float, float, float]:
    found = QColor(colour)
    return found.redF(), found.greenF(), found.blueF()


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def light(qapp: QApplication) -> QPalette:
    return qapp.style().standardPalette()


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_text_can_be_read_on_every_ground(light: QPalette, kind: str) -> None:
    look = theme.tokens(dark() if kind == "dark" else light, QFont(theme.BUNDLED_FAMILY, 10))
    for ground in (look.ground, look.panel, look.wash):
        assert contrast(look.text, ground) >= 7
        assert contrast(look.quiet, ground) >= 4.5
        assert contrast(look.error, ground) >= 4.5
        assert contrast(look.warning, ground) >= 4.5
    assert contrast(look.accent, look.panel) >= 4.5
    assert contrast(look.on_accent, look.accent) >= 4.5
    assert contrast(look.edge, look.panel) >= 3
    assert contrast(look.text, look.warning_wash) >= 7
    assert contrast(look.text, look.error_wash) >= 7


def test_three_sizes_none_below_twelve_pixels(light: QPalette) -> None:
    look = theme.tokens(light, QFont(theme.BUNDLED_FAMILY, 8))
    assert look.small < look.title
    assert min(look.small, look.body, look.title) * 96 / 72 >= 12


def test_every_token_of_the_sheet_is_known_and_every_look_is_in_it(light: QPalette) -> None:
    sheet = theme.style_sheet(theme.tokens(light, QFont(theme.BUNDLED_FAMILY, 10)))
    assert "$" not in sheet
    source = (paths.resources() / "styles" / "app.qss").read_text(encoding="utf-8")
    styled = set(re.findall(r'\[look="([a-z ]+)"\]', source))
    code = (paths.resources().parent / "aic_desktop" / "ui").rglob("*.py")
    used = {
        look
        for file in code
        for look in re.findall(r'theme\.dress\([^,()]+, "([a-z ]+)"\)', file.read_text("utf-8"))
    }
    assert used
    assert used <= styled


def test_dark_and_light_follow_the_desktop(qapp: QApplication) -> None:
    label = QLabel("words")
    theme.dress(label, "error")
    try:
        theme.apply(qapp, dark())
        assert theme.is_dark(qapp.palette())
        in_the_dark = label.palette().color(QPalette.ColorRole.WindowText).name()
    finally:
        theme.apply(qapp)
    assert not theme.is_dark(qapp.palette())
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() != in_the_dark


def test_bundled_font_is_used_where_the_platform_has_none(qapp: QApplication) -> None:
    theme.apply(qapp)
    assert theme.ensure_font() == "Inter"
    assert qapp.font().family() == "Inter"
    assert (paths.resources() / "fonts" / "inter" / "OFL.txt").is_file()


class _Watching(QWidget):
    """Notes whether another widget is still there when the look changes."""

    def __init__(self, other: weakref.ref[QWidget]) -> None:
        super().__init__()
        self.other = other
        self.seen: set[bool] = set()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.seen.add(self.other() is not None)


def test_no_widget_awaits_collection_while_all_are_told_of_a_new_look(qapp: QApplication) -> None:
    before, sheet = QPalette(qapp.palette()), qapp.styleSheet()
    try:
        forgotten = QWidget()
        forgotten.itself = forgotten  # a cycle: only a collection takes it away
        watching = _Watching(weakref.ref(forgotten))
        watching.show()
        watching.seen.clear()
        del forgotten
        theme.apply(qapp, dark())
        assert watching.seen == {False}
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(before)
