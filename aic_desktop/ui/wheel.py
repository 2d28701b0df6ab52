"""The wheel scrolls; it never changes a field that does not have the focus."""

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)

_CHANGED_BY_WHEEL = (QComboBox, QAbstractSpinBox, QAbstractSlider)  # date edits are spin boxes


class WheelGuard(QObject):
    """Watches every window that ever had the focus; what it holds back scrolls the page instead.

    It sits on the windows: on the application, Python would be asked about every event of every widget, and
    by then Qt has already given the focus to what the wheel turned over.
    """

    def __init__(self, app: QApplication) -> None:
        """For all windows of the program, now and later."""
        super().__init__(app)
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn the wheel over a field without focus into a turn over the page it lies on."""
        if event.type() != QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        field = _unfocused_field(watched, event.position())
        if field is None:
            return False
        _scroll_behind(field, event)
        return True

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing


def _unfocused_field(window: QObject, position: QPointF) -> QWidget | None:
    top = next((w for w in QApplication.topLevelWidgets() if w.windowHandle() == window), None)
    widget = top.childAt(position.toPoint()) if top else None
    while widget is not None and not _changed_by_wheel(widget):
        widget = widget.parentWidget()
    return None if widget is None or widget.hasFocus() else widget


def _changed_by_wheel(widget: QWidget) -> bool:
    return isinstance(widget, _CHANGED_BY_WHEEL) and not isinstance(widget, QScrollBar)


def _scroll_behind(field: QWidget, event: QWheelEvent) -> None:
    """Give the turn to the nearest page behind the field that takes it."""
    behind = field.parentWidget()
    while behind is not None:
        if isinstance(behind, QAbstractScrollArea):
            turn = QWheelEvent(
                QPointF(behind.viewport().mapFromGlobal(event.globalPosition())),
                event.globalPosition(),
                event.pixelDelta(),
                event.angleDelta(),
                event.buttons(),
                event.modifiers(),
                event.phase(),
                event.inverted(),
            )
            QApplication.sendEvent(behind.viewport(), turn)
            if turn.isAccepted():
                return
        behind = behind.parentWidget()
