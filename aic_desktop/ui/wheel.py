"""The wheel scrolls; it never changes a field that does not have the focus."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget

_CHANGED_BY_WHEEL = (QComboBox, QAbstractSpinBox, QAbstractSlider)  # date edits are spin boxes


class WheelGuard(QObject):
    """Installed on the application; what it holds back goes on to the page, which scrolls."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop the wheel at a field without focus."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if (
            not isinstance(watched, _CHANGED_BY_WHEEL)
            or isinstance(watched, QScrollBar)
            or watched.hasFocus()
        ):
            return False
        event.ignore()
        return True
