"""Text under a picture: notes in lines of a width, and a key of small signs with their meanings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from aic_desktop.ui.timeline.canvas import Canvas, Style
from aic_desktop.ui.timeline.palette import Palette, grey

MARGIN = 6.0
LEADING = 3.0  # pixels between lines of text
_SIGN = 20.0
_GAP = 16.0

Sign = tuple[Callable[[Canvas, QRectF], None], str]  # what paints it into a box, what it means


def line_height(style: Style) -> float:
    """From one line of text to the next."""
    return style.metrics.height() + LEADING


def readable_on(palette: Palette, colour: str) -> str:
    """What is read best on a colour, ink or ground: whichever is further from it to the eye."""
    here, ink, ground = (int(grey(shade)[1:3], 16) for shade in (colour, palette.ink, palette.ground))
    return palette.ink if abs(here - ink) >= abs(here - ground) else palette.ground


def wrapped(style: Style, texts: Sequence[str], width: float) -> list[str]:
    """The texts as lines no wider than a width, each text on lines of its own."""
    lines: list[str] = []
    for text in texts:
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and style.metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class Foot:
    """A key and notes beneath a picture, set for one width."""

    signs: tuple[tuple[int, float, Sign], ...]  # line and pixel of each
    notes: tuple[str, ...]
    line: float

    @classmethod
    def of(cls, style: Style, signs: Sequence[Sign], notes: Sequence[str], width: float) -> "Foot":
        """Set signs and notes in lines of a width."""
        placed, line, x = [], 0, 0.0
        for sign in signs:
            own = _SIGN + 5 + style.metrics.horizontalAdvance(sign[1])
            if x and x + own > width:
                line, x = line + 1, 0.0
            placed.append((line, x, sign))
            x += own + _GAP
        return cls(tuple(placed), tuple(wrapped(style, notes, width)), line_height(style))

    @property
    def height(self) -> float:
        """Of key and notes, nothing for neither."""
        return (self._key_lines + len(self.notes)) * self.line

    @property
    def _key_lines(self) -> int:
        return self.signs[-1][0] + 1 if self.signs else 0

    def paint(self, canvas: Canvas, left: float, top: float) -> None:
        """Paint both from the left upper corner on."""
        quiet = canvas.style.palette.quiet
        for line, x, (draw, words) in self.signs:
            box = QRectF(left + x, top + line * self.line + 1, _SIGN, self.line - 2)
            draw(canvas, box)
            canvas.text(box.right() + 5, box.center().y(), words, quiet)
        for number, note in enumerate(self.notes, start=self._key_lines):
            canvas.text(left, top + (number + 0.5) * self.line, note, quiet)
