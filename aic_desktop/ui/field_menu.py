"""What a field can be asked for, in the Edit menu as well: it goes to the field that the cursor was in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

if TYPE_CHECKING:
    from aic_desktop.ui.forms.wishes import Wanted


class FieldMenu(QObject):
    """Filled when the menu is first opened: what fields are is loaded after the window can be seen."""

    said = Signal(str)

    def __init__(self, menu: QMenu) -> None:
        """Adds to `menu`."""
        super().__init__(menu)
        self._menu = menu
        self._filled = False
        self._wanted: Wanted | None = None
        menu.aboutToShow.connect(self._on_shown)
        menu.triggered.connect(self._on_triggered)

    def _on_shown(self) -> None:
        if not self._filled:
            from aic_desktop.ui.forms.wishes import add_wishes

            self._filled = True
            add_wishes(self._menu)

    def _on_triggered(self, action: QAction) -> None:
        from aic_desktop.ui.forms.wishes import wish_of

        self._wanted = wish_of(action)
        if self._wanted:
            QTimer.singleShot(0, self._grant)  # once the menu has given the focus back

    def _grant(self) -> None:
        from aic_desktop.ui.forms.wishes import Wishing

        widget = QApplication.focusWidget()
        while widget is not None and self._wanted is not None:
            if isinstance(widget, Wishing) and widget.wish(self._wanted):
                return
            widget = widget.parentWidget()
        self.said.emit("Put the cursor into a field first.")
