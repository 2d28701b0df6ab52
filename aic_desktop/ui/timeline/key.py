"""Paints the key: the signs of a scene with their meanings, in lines of a width."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF

from aic_desktop.reporting.scene.legend import Sign
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Canvas, Style, crisp, pen
from aic_desktop.ui.timeline.responses import JUDGED, REPORTED
from aic_desktop.ui.timeline.shapes import perhaps, unknown_end

_SIGNS = {"hollow": 8.0, "derived": 8.0, "below": 8.0, "above": 8.0, "range": 8.0, "band": 10.0,
          "episode": 10.0, "line": 14.0, "unknown": 22.0, "open": 8.0, "dose": 5.0}  # fmt: skip
_SIGN = 20.0  # pixels for any other mark
_GAP = 16.0


def set_key(signs: Sequence[Sign], style: Style, width: float) -> list[tuple[int, float, Sign]]:
    """The line and pixel of each sign."""
    found: list[tuple[int, float, Sign]] = []
    line, x = 0, 0.0
    for sign in signs:
        own = _width(sign) + 5 + style.metrics.horizontalAdvance(sign.words)
        if x and x + own > width:
            line, x = line + 1, 0.0
        found.append((line, x, sign))
        x += own + _GAP
    return found


def paint(
    canvas: Canvas, key: Sequence[tuple[int, float, Sign]], left: float, top: float, line_height: float
) -> None:
    """Paint a set key from the left upper corner on."""
    for line, x, sign in key:
        box = QRectF(left + x, top + line * line_height + 2, _width(sign), line_height - 4)
        _sign(canvas, sign, box)
        canvas.text(box.right() + 5, box.center().y(), sign.words, canvas.style.palette.quiet)


def _width(sign: Sign) -> float:
    return _SIGNS.get(sign.mark, _SIGN)


def _sign(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    _PAINTERS.get(sign.mark, _block)(canvas, sign, box)


def _point(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """A count that something makes hard to compare."""
    palette, at = canvas.style.palette, box.center()
    filling = palette.tint(sign.role, marks.DERIVED) if sign.mark == "derived" else ""
    marks.draw(canvas, sign.role, at.x(), at.y(), palette.of(sign.role), True, filling)


def _span(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """An interval of days, of a count or of doses."""
    colour, middle, line = canvas.style.palette.of(sign.role), box.center().y(), crisp(box.bottom() - 2)
    if sign.mark == "days":
        _line(canvas, colour, canvas.style.line, box, (middle, middle - 3, middle + 3))
    else:
        _line(canvas, colour, 1, box, (line, line - 4, line + 2))


def _words(canvas: Canvas, _sign: Sign, box: QRectF) -> None:
    """A line of therapy."""
    canvas.text(box.left(), box.center().y(), "L1", canvas.style.palette.quiet, bold=True)


def _frame(canvas: Canvas, _sign: Sign, box: QRectF) -> None:
    """The frame with its sign."""
    ink = canvas.style.palette.ink
    canvas.painter.setPen(pen(ink, 1.2))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawRect(box.adjusted(0, 1, 0, -1))
    canvas.text(box.center().x() - canvas.width("≠") / 2, box.center().y(), "≠", ink)


def _grounds(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """Grounds side by side, as dark as they are drawn."""
    strengths, palette = _STRENGTHS[sign.mark], canvas.style.palette
    width = box.width() / len(strengths)
    for place, strength in enumerate(strengths):
        part = QRectF(box.left() + place * width, box.top() + 1, width - 1, box.height() - 2)
        canvas.painter.fillRect(part, QColor(palette.tint(sign.role, strength)))
        if sign.mark == "response":
            canvas.painter.setPen(pen(palette.tint(sign.role, 0.6), 1))
            canvas.painter.drawLine(part.bottomLeft(), part.bottomRight())


def _pale(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """A certain part and one that may have been."""
    middle, palette = box.center().x(), canvas.style.palette
    left = QRectF(box.left(), box.top() + 1, middle - box.left(), box.height() - 2)
    canvas.painter.fillRect(left, QColor(palette.tint(sign.role, 0.3)))
    perhaps(canvas, sign.role, (middle, box.right()), box.top() + 1, box.bottom() - 1)


def _unknown(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    unknown_end(canvas, sign.role, box.left() - 2, 1, box, box.right() + 9)


def _line(canvas: Canvas, colour: str, width: float, box: QRectF, ys: tuple[float, float, float]) -> None:
    """A line at the first height with caps between the other two."""
    canvas.painter.setPen(pen(colour, width))
    canvas.painter.drawLine(QLineF(box.left(), ys[0], box.right(), ys[0]))
    for x in (crisp(box.left()), crisp(box.right() - 1)):
        canvas.painter.drawLine(QLineF(x, ys[1], x, ys[2]))


def _whisker(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """A limit or a range."""
    kind, colour, x = sign.mark, canvas.style.palette.of(sign.role), box.center().x()
    canvas.painter.setPen(pen(colour, canvas.style.line))
    canvas.painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
    caps = {"below": [box.top()], "above": [box.bottom()], "range": [box.top(), box.bottom()]}[kind]
    for y in caps:
        canvas.painter.drawLine(QLineF(x - 3, y, x + 3, y))
    if kind != "range":
        down = kind == "below"
        at = box.bottom() - 2 if down else box.top() + 2
        marks.draw(canvas, "down" if down else "up", x, at, colour, hollow=True)


def _block(canvas: Canvas, sign: Sign, box: QRectF) -> None:
    """Signs made of a piece of a lane."""
    colour, tint = canvas.style.palette.of(sign.role), canvas.style.palette.tint
    left, right, top, bottom = box.left(), box.right(), box.top() + 1, box.bottom() - 1
    shapes = {
        "open": [(right - 7, top), (right, box.center().y()), (right - 7, bottom)],
        "steps": [(left, bottom), (left, top), (left + 7, top), (left + 7, top + 4), (left + 13, top + 4),
                  (left + 13, top + 7), (right, top + 7), (right, bottom)],
        "aggregate": [(left, bottom), (left, top), (right, top), (right, bottom)],
        "dose": [(left + 1, bottom), (left + 1, top), (left + 4, top), (left + 4, bottom)],
    }  # fmt: skip
    dashed = sign.mark == "aggregate"
    solid = sign.mark in ("open", "dose")
    canvas.painter.setPen(pen(colour, 1, Qt.PenStyle.DashLine) if dashed else Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(colour if solid else tint(sign.role, 0.12 if dashed else 0.45)))
    canvas.painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in shapes[sign.mark]]))


_STRENGTHS = {
    "band": (0.16,),
    "target": (0.2,),
    "episode": (0.1,),
    "reported": REPORTED[1:],
    "response": JUDGED,
}
_PAINTERS: dict[str, Callable[[Canvas, Sign, QRectF], None]] = {
    **dict.fromkeys(("hollow", "derived"), _point),
    **dict.fromkeys(("below", "above", "range"), _whisker),
    **dict.fromkeys(("days", "bracket"), _span),
    **dict.fromkeys(_STRENGTHS, _grounds),
    "line": _words,
    "differ": _frame,
    "unknown": _unknown,
    "perhaps": _pale,
}
