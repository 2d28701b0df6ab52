"""Hatching of courses by drug class: what colours tell, told once more for those who print in grey.

Drawn as lines, so that it is the same on screen, in SVG, in PDF and at 600 dpi.
"""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF

from aic_desktop.ui.timeline.canvas import Canvas, pen

# Signs for what they look like; classes without one are told apart by lightness, steroids by their steps.
HATCHES = {
    "immunoglobulin": "-",
    "anti_cd20": "/",
    "anti_cd38": "\\",
    "thrombopoietin": "|",
    "growth_factor": "-|",
    "calcineurin_mtor": "/\\",
    "proteasome": "/|",
    "complement": "-/",
    "cytostatic": "\\|",
    "other": "~",
}
_LEVEL = {"-": (1 / 3, 2 / 3), "~": (0.5,)}  # where level lines lie in the height of a box
_APART = 7.0  # pixels between lines
_STRENGTH = 0.5
_WIDTH = 0.7


def draw_hatch(canvas: Canvas, role: str, box: QRectF) -> None:
    """Hatch a rectangle as the class of a role is hatched."""
    signs = HATCHES.get(role, "")
    if signs and box.width() > 3:
        canvas.painter.setPen(pen(canvas.style.palette.tint(role, _STRENGTH), _WIDTH))
        canvas.painter.drawLines([line for sign in signs for line in lines_within(sign, box)])


def lines_within(sign: str, box: QRectF) -> Iterator[QLineF]:
    """The lines of one sign, at places of the page and not of the box, so that neighbours fit together."""
    if sign in _LEVEL:
        for part in _LEVEL[sign]:
            y = box.top() + part * box.height()
            yield QLineF(box.left(), y, box.right(), y)
        return
    slant = 0.0 if sign == "|" else box.height()
    x = _APART * ((box.left() - slant) // _APART + 1)
    while x < box.right():
        first, last = max(x, box.left()), min(x + slant, box.right())
        if sign == "|":
            yield QLineF(x, box.top(), x, box.bottom())
        elif last > first:
            up, down = box.bottom() - (first - x), box.bottom() - (last - x)
            if sign == "\\":
                up, down = (box.top() + box.bottom() - y for y in (up, down))
            yield QLineF(first, up, last, down)
        x += _APART
