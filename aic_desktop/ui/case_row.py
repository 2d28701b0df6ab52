"""How one case is drawn in the list: code, disease, type of cytopenia, and a cross for the dead."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aic_desktop.domain.choices import Status
from aic_desktop.domain.codes import label_of
from aic_desktop.services.ports import CaseRow
from aic_desktop.ui import theme
from aic_desktop.ui.models.case_list import ROW, type_label

Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CaseRowDelegate(QStyledItemDelegate):
    """One line of fixed height; columns stand under each other whatever they hold."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Four steps of the grid, more for larger letters."""
        return QSize(0, max(4 * theme.GRID, QFontMetrics(option.font).height() + theme.GRID + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, marks and the four columns."""
        row: CaseRow = index.data(ROW)
        look = theme.tokens(option.palette, option.font)
        painter.save()
        _ground(painter, option, look)
        code_font = QFont(option.font)
        code_font.setBold(True)
        letters = QFontMetrics(option.font)
        room = option.rect.adjusted(2 * theme.GRID, 0, -2 * theme.GRID, 0)
        kind = _short(type_label(row.lineages))
        code_width = min(
            max(8 * theme.GRID, QFontMetrics(code_font).horizontalAdvance(row.code)), room.width() // 2
        )
        dead_width = letters.horizontalAdvance("† ")
        kind_width = max(letters.horizontalAdvance("Evans "), letters.horizontalAdvance(kind))
        disease = room.adjusted(code_width + theme.GRID, 0, -(dead_width + kind_width + theme.GRID), 0)
        _write(
            painter, QRect(room.topLeft(), QSize(code_width, room.height())), row.code, code_font, look.text
        )
        _write(painter, disease, label_of("diseases", row.disease), option.font, look.quiet)
        kind_room = room.adjusted(room.width() - dead_width - kind_width, 0, -dead_width, 0)
        _write(painter, kind_room, kind, option.font, look.text)
        if row.status is Status.DEAD:
            _write(painter, room, "†", option.font, look.text, _RIGHT)
        painter.restore()


def _short(kind: str) -> str:
    return kind.removesuffix(" syndrome")


def _ground(painter: QPainter, option: QStyleOptionViewItem, look: theme.Tokens) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(look.wash))
        painter.fillRect(QRect(option.rect.topLeft(), QSize(4, option.rect.height())), QColor(look.accent))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2))


def _write(
    painter: QPainter, room: QRect, text: str, font: QFont, colour: str, side: Qt.AlignmentFlag = _LEFT
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | _MIDDLE, elided)
