"""How the program looks: one palette, one accent, three sizes of text and an 8-pixel grid."""

import gc
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from aic_desktop import paths

GRID = 8
BUNDLED_FAMILY = "Inter"
SMALLEST_POINTS = 9.0  # 12 pixels at 96 dpi
_FUSION_GREY = "#efefef"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The names that style sheets and painters use; colours as #rrggbb, text sizes in points."""

    ground: str  # behind everything
    panel: str  # where things are written
    text: str
    quiet: str  # text that stands back
    line: str
    edge: str  # around what can be typed into
    accent: str  # focus and selection, nothing else
    on_accent: str
    wash: str  # a touch of the accent
    warning: str
    warning_wash: str
    error: str
    error_wash: str
    small: float
    body: float
    title: float


def tokens(palette: QPalette, font: QFont) -> Tokens:
    """The tokens that follow from a palette, light or dark, and the font of the program."""
    window, base = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.WindowText)
    dark = is_dark(palette)
    accent = QColor("#6cb0ee" if dark else "#1b6ab0")
    warning, error = QColor("#f0b429" if dark else "#8a5a00"), QColor("#ff8a80" if dark else "#b3261e")
    body = max(font.pointSizeF(), SMALLEST_POINTS)
    return Tokens(
        ground=window.name(),
        panel=base.name(),
        text=text.name(),
        quiet=_mixed(text, window, 0.36),
        line=_mixed(text, window, 0.82),
        edge=_mixed(text, window, 0.55),
        accent=accent.name(),
        on_accent="#10202e" if dark else "#ffffff",
        wash=_mixed(accent, base, 0.82 if dark else 0.88),
        warning=warning.name(),
        warning_wash=_mixed(warning, base, 0.82 if dark else 0.88),
        error=error.name(),
        error_wash=_mixed(error, base, 0.82 if dark else 0.9),
        small=max(body * 0.9, SMALLEST_POINTS),
        body=body,
        title=body * 1.4,
    )


def is_dark(palette: QPalette) -> bool:
    """Light writing on a dark ground."""
    ground, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    return ground.lightness() < text.lightness()


def apply(app: QApplication, platform: QPalette | None = None) -> None:
    """Give the application its font, accent and style sheet; again whenever the desktop's colours change.

    `platform` stands in for the desktop's palette, in pictures and tests.
    """
    # Qt tells a list of all widgets: one that only awaits collection must not die while it does.
    gc.collect()
    if QGuiApplication.platformName() in ("offscreen", "minimal") or not QFontDatabase.families():
        app.setFont(QFont(ensure_font(), 10))
    if app.styleSheet() and platform is None:
        app.setPalette(QPalette())  # forget what was set here before: only then is the desktop's own seen
    palette = _calmed(QPalette(platform or app.palette()))
    now = tokens(palette, app.font())
    for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent, QPalette.ColorRole.Link):
        palette.setColor(role, QColor(now.accent))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(now.on_accent))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(now.quiet))
    # The cell in hand of a table without the focus stands back: one accent, where the keys go.
    palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight, QColor(now.wash))
    palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.HighlightedText, QColor(now.text))
    app.setPalette(palette)
    app.setStyleSheet(style_sheet(now))


def style_sheet(values: Tokens) -> str:
    """The program's one style sheet, its tokens filled in."""
    source = (paths.resources() / "styles" / "app.qss").read_text(encoding="utf-8")
    return Template(source).substitute(asdict(values), grid=GRID, half=GRID // 2)


def ensure_font() -> str:
    """Load the bundled font and give its family: for pictures that must look the same everywhere."""
    if not QFontDatabase.hasFamily(BUNDLED_FAMILY):
        for file in sorted((paths.resources() / "fonts" / "inter").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
    return BUNDLED_FAMILY


def dress(widget: QWidget, look: str) -> None:
    """Give a widget one of the looks of app.qss: title, heading, quiet, small, warning, error and so on."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _calmed(palette: QPalette) -> QPalette:
    """Lighten Fusion's own grey, which no desktop chose; any other palette stays as it is."""
    if palette.color(QPalette.ColorRole.Window).name() == _FUSION_GREY:
        palette.setColor(QPalette.ColorRole.Window, QColor("#f6f7f9"))
        palette.setColor(QPalette.ColorRole.Button, QColor("#f2f3f5"))
        palette.setColor(QPalette.ColorRole.AlternateBase, QColor("#f6f7f9"))
    return palette


def _mixed(one: QColor, other: QColor, part: float) -> str:
    """`part` of the other colour in the one."""

    def channel(a: int, b: int) -> int:
        return round(a + (b - a) * part)

    red, green, blue = one.red(), one.green(), one.blue()
    return QColor(
        channel(red, other.red()), channel(green, other.green()), channel(blue, other.blue())
    ).name()
