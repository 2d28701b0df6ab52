"""Sets lists of what has no place on the axis as running text, each entry a place to click."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from aic_desktop.reporting.scene import Entry, Scene
from aic_desktop.ui.timeline.canvas import Canvas, Style

_END = ";"
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of running text on its line; `entry` is None for headings."""

    line: int
    x: float
    text: str
    entry: Entry | None
    heading: bool = False


def paragraphs(scene: Scene) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Headings and entries: what was earlier than the axis begins, and what has no day."""
    lists = (("Earlier:", scene.earlier), ("Day not known:", scene.undated))
    return tuple((heading, entries) for heading, entries in lists if entries)


def set_text(lists: Sequence[tuple[str, Sequence[Entry]]], style: Style, width: float) -> list[Word]:
    """Break the paragraphs into lines of a width; a list begins a line of its own."""
    words: list[Word] = []
    line = -1
    measure = style.metrics.horizontalAdvance
    gap = measure(" ") * 2
    for heading, entries in lists:
        line += 1
        words.append(Word(line, 0.0, heading, None, heading=True))
        x = measure(heading) * 1.08 + 4
        for place, entry in enumerate(entries):
            text = entry.text + (_END if place + 1 < len(entries) else "")
            if x + measure(text) > width and x > 0:
                line, x = line + 1, 0.0
            *above, last = broken(text, style, width)
            words += [Word(line + number, 0.0, piece, entry) for number, piece in enumerate(above)]
            line += len(above)
            words.append(Word(line, x, last, entry))
            x += measure(last) + gap
    return words


def broken(text: str, style: Style, width: float) -> list[str]:
    """Text that is wider than a line, broken between words; a word that is too wide by itself is cut."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and style.metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(style.metrics.elidedText(word, _ELIDE, width))
    return lines


def paint(canvas: Canvas, words: Sequence[Word], left: float, top: float, line_height: float) -> None:
    """Paint set text from the left upper corner on."""
    palette = canvas.style.palette
    for word in words:
        y = top + word.line * line_height
        colour = palette.ink if word.entry else palette.quiet
        right = canvas.text(left + word.x, y + line_height / 2, word.text, colour, bold=word.heading)
        if word.entry:
            box = QRectF(left + word.x, y, right - left - word.x, line_height)
            canvas.hit(box, word.entry.record, word.entry.text)
