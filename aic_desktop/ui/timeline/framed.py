"""A drawn part of the window: in the desktop's colours and font, with a frame that shows where keys go."""

from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontInfo, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from aic_desktop.ui import theme
from aic_desktop.ui.timeline.canvas import Style, pen
from aic_desktop.ui.timeline.palette import DARK, LIGHT

FRAME = 2  # pixels
_SMALLEST_TEXT = 12  # pixels
_KINDS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class Framed(QWidget):
    """Subclasses draw within the frame, in the style of the desktop, and anew when they are `restyled`."""

    _follows = False  # Qt tells of changes while there is nothing to draw yet

    def follow_desktop(self) -> None:
        """From now on."""
        self._follows = True

    def restyled(self) -> None:
        """The desktop has other colours or another font; for subclasses to say what that means."""
        raise NotImplementedError

    def style_of_desktop(self) -> Style:
        """Sizes and colours as the desktop has them now."""
        font = QFont(self.font())
        font.setPixelSize(max(_SMALLEST_TEXT, round(QFontInfo(self.font()).pixelSize() * 0.92)))
        colours = DARK if theme.is_dark(self.palette()) else LIGHT
        ground = self.palette().color(QPalette.ColorRole.Base).name()
        style = Style(replace(colours, ground=ground), font)
        return replace(style, lane=round(style.metrics.height()) + 1.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and a frame that shows where keys go."""
        super().paintEvent(event)
        style = self.style_of_desktop()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(style.palette.ground))
            if self.hasFocus():
                painter.setPen(pen(style.palette.accent, 2 * FRAME))
                painter.drawRect(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop's colours and font."""
        super().changeEvent(event)
        if self._follows and event.type() in _KINDS:
            self.restyled()
