"""The wheel scrolls; it never changes a field that does not have the focus."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget

_CHANGED_BY_WHEEL = (QComboBox, QAbstractSpinBox, QAbstractSlider)  # date edits are spin boxes


class WheelGuard(QObject):
    """Installed on the application; what it holds back goes on to the page, which scrolls."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop the wheel at a field without focus, and keep it from giving the focus."""
        kind = event.type()
        if kind not in (QEvent.Type.Wheel, QEvent.Type.Polish) or not _changed_by_wheel(watched):
            return False
        assert isinstance(watched, QWidget)
        if kind == QEvent.Type.Polish:
            if watched.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                watched.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def _changed_by_wheel(watched: QObject) -> bool:
    return isinstance(watched, _CHANGED_BY_WHEEL) and not isinstance(watched, QScrollBar)
