"""The heads of the case list: the column chosen last comes first, those before it break the ties."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from aic_desktop.ui import theme
from aic_desktop.ui.models.case_list import BY_CODE, Order

HEADS: Mapping[str, tuple[str, str]] = {
    "code": ("Code", "Sort by patient code"),
    "disease": ("Disease", "Sort by primary disease"),
    "type": ("Type", "Sort by type of cytopenia"),
    "status": ("†", "Sort by outcome, the dead first"),
}


class CaseOrder(QWidget):
    """← and → sort by the neighbour, Space or a click on the head that counts first turns it round."""

    ordered = Signal(object)  # the Order

    def __init__(self) -> None:
        """By code."""
        super().__init__()
        self._order: Order = BY_CODE
        self._heads = {column: QToolButton() for column in HEADS}
        self._group = QButtonGroup(self)  # one stop for Tab, the arrows within it
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        row.setSpacing(0)
        for column, head in self._heads.items():
            head.setObjectName(column)
            head.setAutoRaise(True)
            head.setCheckable(True)
            head.setChecked(column == BY_CODE[0][0])
            head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            theme.dress(head, "head")
            self._group.addButton(head)
            row.addWidget(head)
            if column in ("code", "disease"):
                row.addStretch(1)
        self._group.buttonClicked.connect(self._on_pressed)
        self._tell()

    def take_focus(self) -> None:
        """Put the focus on the head that counts first."""
        self._heads[self._order[0][0]].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_pressed(self, head: QAbstractButton) -> None:
        pressed = head.objectName()
        (first, down), *_ = self._order
        turned = (pressed, not down if pressed == first else False)
        self._order = (turned, *(key for key in self._order if key[0] != pressed))
        self._tell()
        self.ordered.emit(self._order)

    def _tell(self) -> None:
        """Arrows at the heads that count; numbers where more than one does."""
        places = {column: (place, down) for place, (column, down) in enumerate(self._order, start=1)}
        for column, head in self._heads.items():
            text, tip = HEADS[column]
            place, down = places.get(column, (0, False))
            arrow = f" {'▼' if down else '▲'}" if place else ""
            number = str(place) if place and len(places) > 1 else ""
            head.setText(f"{text}{arrow}{number}")
            way = ", turned round" if down else ""
            head.setAccessibleName(f"{tip}{f': {place}{way}' if place else ''}")
            head.setToolTip(f"{tip}; again to turn it round. What was sorted by before breaks the ties")
