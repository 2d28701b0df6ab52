"""Which registry is open: asking for files, opening them, and saying in words why one cannot be opened."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from aic_desktop.ui.ask import Ask, FileWish
from aic_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from aic_desktop.services.registry import Registry

OpenRegistry = Callable[[str, bool], "Registry"]  # a location, and whether to create what is not there

_FILTERS = "Registries (*.aic);;All files (*)"


class RegistryFiles(QObject):
    """Opens one registry at a time; `opened` follows once it is there, `refused` when it cannot be."""

    opened = Signal(object, str)  # a Registry and its location
    refused = Signal(str)

    def __init__(self, open_registry: OpenRegistry, settings: Settings, ask: Ask, parent: QWidget) -> None:
        """`parent` is the window that the file dialogs belong to."""
        super().__init__(parent)
        self._open_registry = open_registry
        self._settings = settings
        self._ask = ask
        self._window = parent
        self.refused_location = ""  # of the file that could not be opened last

    def ask_new(self) -> None:
        """Ask for the place of a new registry and create it."""
        wish = FileWish("New registry", self._folder("registry.aic"), _FILTERS, "aic", new=True)
        self._ask(self._window, wish, self.create)

    def ask_existing(self) -> None:
        """Ask for a registry and open it."""
        self._ask(self._window, FileWish("Open registry", self._folder(), _FILTERS), self.open)

    def ask_for_backups(self, then: Callable[[str], None]) -> None:
        """Ask for the registry whose backups are wanted."""
        self._ask(self._window, FileWish("Backups of which registry?", self._folder(), _FILTERS), then)

    def create(self, location: str) -> None:
        """Create a registry where there is none yet, and open it."""
        if Path(location).exists():
            self.refused.emit(
                f"{location} is there already and was left as it is. Open it, or choose another name."
            )
        else:
            self._open(location, create=True)

    def open(self, location: str) -> None:
        """Open a registry that is there."""
        self._open(location, create=False)

    def open_example(self) -> None:
        """Open the user's copy of the example, made at the first time."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.refused.emit(f"The example cannot be put into {folder}: {error.strerror}.")
            return
        self._open(str(folder / "example.aic"), create=True, example=True)

    def _open(self, location: str, create: bool, example: bool = False) -> None:
        from aic_desktop.domain.problem import Problem
        from aic_desktop.services.ports import StoreError

        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            registry = self._open_registry(location, create)
            if example and not registry.cases.rows():
                from aic_desktop.services.example import example_changes

                registry.cases.apply(example_changes())
        except (Problem, StoreError) as words:
            self.refused_location = "" if create else location
            self.refused.emit(str(words))
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.refused_location = ""
        self._remember(location)
        self.opened.emit(registry, location)

    def _remember(self, location: str) -> None:
        if urlsplit(location).password is None:  # a password is never written down
            self._settings.opened(location)
        if "://" not in location:
            self._settings.folder = str(Path(location).resolve().parent)

    def _folder(self, name: str = "") -> str:
        kept = self._settings.folder
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return str(PurePath(kept or documents) / name)
