"""The backups of a registry as a list, from which one is put in its place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.services.safekeeping import Backup
from aic_desktop.ui import theme

_WHAT = (
    "The registry is put back to how it was at the time you choose."
    " What it is now is kept beside the backups, and can be put back the same way."
)


class RestoreBackup(QDialog):
    """Newest first; one that is of no use is listed with the reason and cannot be chosen."""

    wanted = Signal(object)  # a Backup

    def __init__(self, parent: QWidget, backups: Sequence[Backup], folder: Path) -> None:
        """Open it with `open()`; it stays open until the backup is in place."""
        super().__init__(parent)
        self.setWindowTitle("Restore a backup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._backups = tuple(backups)
        what, where = QLabel(_WHAT), QLabel(f"They are in {folder}.")
        what.setWordWrap(True)
        where.setWordWrap(True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.dress(where, "quiet")
        self.list = QTreeWidget()
        self.list.setHeaderLabels(["When", "What it holds"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName("Backups")
        self.problem = QLabel("" if backups else "There is no backup of this registry yet.")
        self.problem.setWordWrap(True)
        theme.dress(self.problem, "error" if backups else "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restore = buttons.addButton("&Restore", QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        for part in (what, self.list, where, self.problem, buttons):
            column.addWidget(part)
        self._fill()
        self.list.setFocus()
        self.resize(80 * theme.GRID, 50 * theme.GRID)
        self.list.itemDoubleClicked.connect(self._on_restore)
        self.list.currentItemChanged.connect(self._on_current)
        buttons.accepted.connect(self._on_restore)
        buttons.rejected.connect(self.reject)

    def _fill(self) -> None:
        useful = []
        for backup in self._backups:
            item = QTreeWidgetItem([f"{backup.at:%A %Y-%m-%d %H:%M}", backup.words])
            item.setToolTip(1, backup.fault or backup.path.name)
            if backup.fault:  # told, but not to be chosen; the grey of what is disabled is hard to read
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                for column in range(item.columnCount()):
                    item.setForeground(column, self.palette().placeholderText())
            self.list.addTopLevelItem(item)
            useful += [] if backup.fault else [item]
        self.list.resizeColumnToContents(0)
        if useful:
            self.list.setCurrentItem(useful[0])
        self.restore.setEnabled(bool(useful))

    def _on_current(self) -> None:
        self.problem.clear()

    def _on_restore(self) -> None:
        current = self.list.currentItem()
        place = self.list.indexOfTopLevelItem(current) if current else -1
        if place >= 0 and not self._backups[place].fault:
            self.wanted.emit(self._backups[place])
