"""What all painters of the timeline share: style, the day axis as pixels, text, and what can be clicked."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from math import floor
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Entry
from aic_desktop.ui.timeline.palette import Palette


@dataclass(frozen=True)
class Style:
    """Sizes in pixels of the painter's coordinates; `stamps` and `widths` are kept from frame to frame."""

    palette: Palette
    font: QFont
    lane: float = 15.0
    mark: float = 7.0
    line: float = 1.5
    stamps: dict[tuple[str, str, float], QPixmap] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    widths: dict[str, float] = field(init=False, default_factory=dict, compare=False, repr=False)

    @cached_property
    def metrics(self) -> QFontMetricsF:
        """Metrics of the label font."""
        return QFontMetricsF(self.font)

    @cached_property
    def bold(self) -> QFont:
        """The label font, bold: for what the eye should find first."""
        font = QFont(self.font)
        font.setBold(True)
        return font

    @cached_property
    def bold_metrics(self) -> QFontMetricsF:
        """Metrics of the bold font."""
        return QFontMetricsF(self.bold)

    def width(self, words: str) -> float:
        """The width of words in the label font; the same few are asked for at every frame."""
        found = self.widths.get(words)
        if found is None:
            found = self.widths[words] = self.metrics.horizontalAdvance(words)
        return found


@dataclass(frozen=True, slots=True)
class Frame:
    """Days lo..hi on pixels left..left + width."""

    lo: float
    hi: float
    left: float
    width: float
    right: float = field(init=False)
    per_day: float = field(init=False)  # pixels

    def __post_init__(self) -> None:
        """Thousands of marks ask for these at every paint."""
        object.__setattr__(self, "right", self.left + self.width)
        object.__setattr__(self, "per_day", self.width / (self.hi - self.lo))

    def x(self, day: float) -> float:
        """The pixel of a day."""
        return self.left + (day - self.lo) * self.per_day

    def day(self, x: float) -> float:
        """The day of a pixel."""
        return self.lo + (x - self.left) / self.per_day

    def part(self, left: float, right: float) -> "Frame":
        """The days between two pixels."""
        return Frame(self.day(left), self.day(right), left, right - left)

    def clamped(self, day: float) -> float:
        """The pixel of a day, at most a little outside the frame: painters choke on far-off coordinates."""
        x = self.left + (day - self.lo) * self.per_day
        return min(max(x, self.left - 50), self.right + 50)


class Hit(NamedTuple):
    """A place that answers for a record, with the words that describe it."""

    rect: QRectF
    record: RecordId
    text: str


@dataclass
class Canvas:
    """A painter with its style; records what it draws where, so that a click finds its record.

    `unsaid` collects what found no room beside its mark: a figure lists it, the window has tool tips.
    """

    painter: QPainter
    style: Style
    hits: list[Hit] = field(default_factory=list)
    unsaid: list[Entry] = field(default_factory=list)
    highlight: RecordId | None = None

    def hit(self, rect: QRectF, record: RecordId, text: str) -> None:
        """Remember a place, widened to what a hand can hit, and ring it if its record is highlighted."""
        margin = (6 - rect.width()) / 2
        self.hits.append(Hit(rect.adjusted(-margin, 0, margin, 0) if margin > 0 else rect, record, text))
        if self.highlight is not None and record == self.highlight:
            self.painter.setPen(pen(self.style.palette.accent, 2))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRoundedRect(rect.adjusted(-2.5, -1, 2.5, 1), 3, 3)

    def text(self, x: float, middle: float, words: str, colour: str, bold: bool = False) -> float:
        """Write words from x, centred about `middle`; the pixel where they end."""
        metrics = self.style.bold_metrics if bold else self.style.metrics
        self.painter.setFont(self.style.bold if bold else self.style.font)
        self.painter.setPen(pen(colour, 1))
        baseline = middle + (metrics.capHeight() / 2)
        self.painter.drawText(QPointF(x, baseline), words)
        return x + (metrics.horizontalAdvance(words) if bold else self.style.width(words))

    def text_right(self, x: float, middle: float, words: str, colour: str, bold: bool = False) -> None:
        """Write words that end at x."""
        width = self.style.bold_metrics.horizontalAdvance(words) if bold else self.style.width(words)
        self.text(x - width, middle, words, colour, bold)

    def width(self, words: str) -> float:
        """The width of words in the label font."""
        return self.style.width(words)

    def bold_width(self, words: str) -> float:
        """The width of words in the bold label font."""
        return self.style.bold_metrics.horizontalAdvance(words)

    def elided(self, words: str, width: float) -> str:
        """The words, cut with an ellipsis where they are too wide."""
        if self.style.width(words) <= width:
            return words
        return self.style.metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def crisp(at: float) -> float:
    """The middle of a pixel: a thin line there is not smeared over two."""
    return floor(at) + 0.5


@cache
def pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen with flat ends, so that lengths mean what they measure; not to be changed by who is given it."""
    found = QPen(QColor(colour), width, style)
    found.setCapStyle(Qt.PenCapStyle.FlatCap)
    return found
