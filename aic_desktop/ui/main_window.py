"""The window: menus above, one registry on its desk or the welcome page, what was saved at the foot."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from aic_desktop.services.registry import name_of
from aic_desktop.ui import commands, theme
from aic_desktop.ui.ask import Ask, ask_file
from aic_desktop.ui.field_menu import FieldMenu
from aic_desktop.ui.keeping import BackupsOf, Keeping
from aic_desktop.ui.notice import Notice
from aic_desktop.ui.pages.welcome import WelcomePage
from aic_desktop.ui.registry_files import OpenRegistry, RegistryFiles
from aic_desktop.ui.restoring import Restoring
from aic_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from aic_desktop.services.registry import Registry
    from aic_desktop.ui.desk import Desk
    from aic_desktop.ui.registry_commands import RegistryCommands

_NEEDS_REGISTRY = (
    "new_case",
    "restore_case",
    "export",
    "import",
    "close_registry",
    "find",
    "sort_cases",
    "own_terms",
    "cohort",
    "save_cohort",
    "completeness",
    "compare",
    "next_case",
    "previous_case",
)
_NEEDS_CASE = (
    "delete_case",
    "figure",
    "copy_figure",
    "report",
    "timeline",
    "printout",
    "timeline_table",
    "quick_entry",
    *(f"tab.{name}" for name, _ in commands.TABS),
)
FIRST_SIZE = (160 * theme.GRID, 100 * theme.GRID)
_SETTLE_MS = 20  # lets the filled list be painted before the case page is loaded


class MainWindow(QMainWindow):
    """Paints before anything heavy is loaded; whoever shows it opens a registry after `painted`."""

    painted = Signal()  # once, when it can be seen
    filled = Signal()  # the case list of a registry can be seen

    def __init__(
        self,
        open_registry: OpenRegistry,
        settings: Settings,
        ask: Ask = ask_file,
        backups_of: BackupsOf | None = None,
    ) -> None:
        """`ask` asks for files; `backups_of` finds the backups of a registry that cannot be opened."""
        super().__init__()
        self._settings, self._ask = settings, ask
        self._seen = False
        self._location = self._saved = ""
        self._warned_unfinished = False
        self.desk: Desk | None = None
        self._commands: RegistryCommands | None = None
        self._keeping: Keeping | None = None
        self.files = RegistryFiles(open_registry, settings, ask, self)
        self.actions_ = commands.Actions(self)
        self.notice = Notice()
        self.welcome = WelcomePage(
            self.actions_["open_example"], self.actions_["new_registry"], self.actions_["open_registry"]
        )
        self.restoring = Restoring(backups_of, self.files, self.notice, self._let_go, self)
        self._opening = QLabel()
        self._pages = QStackedWidget()
        self._state = QLabel()
        self._recent = QMenu("Open &recent", self)
        self._build()
        self._connect()
        self.welcome.show_recent(settings.recent)
        self._refresh()

    # -- the registry -----------------------------------------------------------------------------

    def expect(self, location: str) -> None:
        """Say that a registry is about to be opened, instead of the welcome."""
        self._opening.setText(f"Opening {name_of(location)} …")
        self._pages.setCurrentWidget(self._opening)

    def show_registry(self, registry: "Registry", location: str) -> None:
        """Lay a registry on the desk in place of the one that was open."""
        from aic_desktop.ui.desk import Desk
        from aic_desktop.ui.registry_commands import RegistryCommands

        if not self._let_go():
            registry.cases.close()
            return
        self.notice.clear()
        self._location, self._saved = location, ""
        desk = self.desk = Desk(registry, self.actions_)
        self._commands = RegistryCommands(
            desk, self.actions_, self.notice, name_of(location), self._ask, self._settings
        )
        if registry.backups is not None:
            self._keeping = Keeping(registry.backups, desk)
            self._keeping.said.connect(self.say)
            self._keeping.warned.connect(self.notice.warn)
            desk.stored.connect(self._keeping.note_change)
            self.actions_.connect({"backup": self._keeping.make})
        desk.said.connect(self.say)
        desk.stored.connect(self._on_stored)
        desk.moved.connect(self._refresh)
        self._pages.addWidget(desk)
        self._pages.setCurrentWidget(desk)
        desk.restoreState(self._settings.split)
        desk.fill()
        desk.list.take_focus()
        if registry.caution:
            self.notice.warn(registry.caution)
        QTimer.singleShot(_SETTLE_MS, self._on_settled)

    def _on_settled(self) -> None:
        self.filled.emit()
        if self.desk is not None:
            self.desk.open_first()

    def close_registry(self) -> None:
        """Back to the welcome page."""
        if self._let_go():
            self.welcome.show_recent(self._settings.recent)
            self._pages.setCurrentWidget(self.welcome)
            self.welcome.choices[0].setFocus()
            self._refresh()

    def _let_go(self) -> bool:
        """Store what is in hand and close the registry; False, and in words why, when that must wait."""
        desk = self.desk
        if desk is None:
            return True
        desk.flush()
        left = desk.unfinished()
        if left and not self._warned_unfinished:
            self._warned_unfinished = True
            what = "A field holds a text" if left == 1 else f"{left} fields hold texts"
            self.notice.say(
                f"{what} that could not be stored as it stands. Correct it, or close again to leave it out.",
                "notice warning",
            )
            return False
        self._settings.split = desk.saveState()
        desk.shutdown()
        if self._commands is not None:
            self._commands.shutdown()
        self._pages.removeWidget(desk)
        not_kept = self._keeping.shutdown() if self._keeping is not None else ""
        desk.deleteLater()
        desk.cases.close()
        self.desk = self._commands = self._keeping = None
        self._warned_unfinished, self._location = False, ""
        self.notice.clear()
        self.statusBar().clearMessage()  # what it said was of this registry
        if not_kept:
            self.notice.warn(not_kept)
        return True

    def _on_refused(self, words: str) -> None:
        if self.desk is None:
            self._pages.setCurrentWidget(self.welcome)
        way_back = self.actions_["restore_backup"] if self.restoring.offers_any else None
        self.notice.say(words, "notice error", way_back)

    def _on_restore_backup(self) -> None:
        self.restoring.ask(self._location if self.desk else "")

    def _on_quit(self) -> None:
        self.close()

    def _on_recent(self, action: QAction) -> None:
        self.files.open(action.data())

    def _on_recent_shown(self) -> None:
        self._recent.clear()
        for number, location in enumerate(self._settings.recent, start=1):
            entry = self._recent.addAction(f"&{number}  {name_of(location)}")
            entry.setData(location)
            entry.setToolTip(location)
        if self._recent.isEmpty():
            self._recent.addAction("None yet").setEnabled(False)

    # -- help -------------------------------------------------------------------------------------

    def show_shortcuts(self) -> None:
        """Every key in one sheet."""
        from aic_desktop.ui.dialogs import ShortcutSheet

        ShortcutSheet(self).open()

    def show_about(self) -> None:
        """Version and licences."""
        from aic_desktop.ui.dialogs import About

        About(self).open()

    # -- what is known at the foot ----------------------------------------------------------------

    def say(self, words: str) -> None:
        """Words at the foot of the window, until something else is said or stored."""
        self.statusBar().showMessage(words)

    def _on_stored(self) -> None:
        self._saved = f"saved {datetime.now():%H:%M}"
        self._warned_unfinished = False
        self.notice.outdate()
        self.statusBar().clearMessage()
        self._refresh()

    def _refresh(self) -> None:
        """Menus, title and foot follow what is open."""
        desk = self.desk
        self.actions_.show_steps(desk.cases.undo_label if desk else "", desk.cases.redo_label if desk else "")
        self.actions_.enable(_NEEDS_REGISTRY, desk is not None)
        self.actions_.enable(("backup",), self._keeping is not None)
        self.actions_.enable(_NEEDS_CASE, desk is not None and bool(desk.case_id))
        name = name_of(self._location) if desk else ""
        self.setWindowTitle(f"{name} – aic_desktop" if name else "aic_desktop")
        total = desk.list.model.total if desk else 0
        counted = f"{total} case" if total == 1 else f"{total} cases"
        self._state.setText(" · ".join((self._saved or "all saved", name, counted)) if desk else "")

    # -- the window itself ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window can be seen."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop from light to dark and back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            theme.apply(cast(QApplication, QApplication.instance()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store the field in hand, then go."""
        if not self._let_go():
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        super().closeEvent(event)

    def _build(self) -> None:
        for menu, title in commands.MENUS.items():
            self._build_menu(self.menuBar().addMenu(title), menu)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._opening)
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(self._opening, "quiet")
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self._state.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        theme.dress(self._state, "quiet")
        self.statusBar().addWidget(self._state, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(QSize(*FIRST_SIZE).boundedTo(self.screen().availableSize()))
        self.restoreGeometry(self._settings.geometry)

    def _build_menu(self, menu: QMenu, name: str) -> None:
        menu.setToolTipsVisible(True)
        group = 0
        for command, action in self.actions_.of(name):
            if command.group != group:
                menu.addSeparator()
            group = command.group
            menu.addAction(action)
            if command.id == "open_example":
                menu.addMenu(self._recent)
        if name == "edit":
            FieldMenu(menu).said.connect(self.say)

    def _connect(self) -> None:
        self.actions_.connect(
            {
                "new_registry": self.files.ask_new,
                "open_registry": self.files.ask_existing,
                "open_example": self.files.open_example,
                "close_registry": self.close_registry,
                "restore_backup": self._on_restore_backup,
                "quit": self._on_quit,
                "shortcuts": self.show_shortcuts,
                "about": self.show_about,
            }
        )
        self.files.opened.connect(self.show_registry)
        self.files.refused.connect(self._on_refused)
        self.welcome.recent_chosen.connect(self.files.open)
        self._recent.aboutToShow.connect(self._on_recent_shown)
        self._recent.triggered.connect(self._on_recent)
