"""A button with a menu of choices; unlike a combo box it ignores a passing wheel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class MenuButton(QToolButton):
    """Offers one choice of several, or any number of them."""

    chosen = Signal(str)  # the label of the choice that changed

    def __init__(self, tip: str, one: bool, parent: QWidget) -> None:
        """Nothing is offered yet."""
        super().__init__(parent)
        self._one = one
        self._group: QActionGroup | None = None
        self.setToolTip(tip)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))

    @property
    def checked(self) -> list[object]:
        """The data of what is chosen, in the order offered."""
        return [action.data() for action in self.menu().actions() if action.isChecked()]

    def offer(self, choices: Sequence[tuple[str, object, bool]]) -> None:
        """Labels, their data, and whether they are chosen."""
        menu = self.menu()
        present = [(action.text(), action.data(), action.isChecked()) for action in menu.actions()]
        if present == list(choices):
            return
        if self._group is not None:
            self._group.deleteLater()
        self._group = QActionGroup(menu)
        policy = QActionGroup.ExclusionPolicy
        self._group.setExclusionPolicy(policy.Exclusive if self._one else policy.None_)
        menu.clear()
        for label, data, checked in choices:
            action = QAction(label, self._group)
            action.setCheckable(True)
            action.setData(data)
            action.setChecked(checked)
            menu.addAction(action)
        self._group.triggered.connect(self._on_triggered)

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(action.text())
