"""Putting a backup in the place of a registry: of the open one, of one just refused, or of a file."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from aic_desktop.services.ports import StoreError
from aic_desktop.services.safekeeping import Backup, Backups
from aic_desktop.ui.keeping import BackupsOf
from aic_desktop.ui.notice import Notice
from aic_desktop.ui.registry_files import RegistryFiles


class Restoring(QObject):
    """Belongs to a window, whose registry is let go of meanwhile and opened again."""

    def __init__(
        self,
        backups_of: BackupsOf | None,
        files: RegistryFiles,
        notice: Notice,
        let_go: Callable[[], bool],
        window: QWidget,
    ) -> None:
        """`let_go` closes what is open, and says whether it could."""
        super().__init__(window)
        self._backups_of, self._files, self._notice = backups_of, files, notice
        self._let_go, self._window = let_go, window
        self._location = ""

    @property
    def offers_any(self) -> bool:
        """There is a backup of the file that could not be opened last."""
        backups = self._of(self._files.refused_location)
        try:
            return backups is not None and any(not one.fault for one in backups.there())
        except StoreError:
            return False

    def ask(self, location: str) -> None:
        """Which backup is to be put back: of the open registry, of the one just refused, else of a file."""
        location = location or self._files.refused_location
        if location:
            self.list_backups(location)
        else:
            self._files.ask_for_backups(self.list_backups)

    def list_backups(self, location: str) -> None:
        """Show the backups of a registry."""
        from aic_desktop.ui.restore_backup import RestoreBackup

        backups = self._of(location)
        if backups is None:
            self._notice.say("The backups of this registry are made on its server: ask whoever runs it.")
            return
        try:
            dialog = RestoreBackup(self._window, backups.there(), backups.folder)
        except StoreError as words:
            self._notice.warn(str(words))
            return
        self._location = location
        dialog.wanted.connect(self.put_back)
        dialog.open()

    def put_back(self, backup: Backup) -> None:
        """Close the registry, put the backup in its place and open that; refusals are said in the dialog."""
        from aic_desktop.ui.restore_backup import RestoreBackup

        dialog, backups = self.sender(), self._of(self._location)
        assert isinstance(dialog, RestoreBackup)
        assert backups is not None
        if not self._let_go():
            dialog.accept()
            return
        try:
            aside = backups.put_back(backup)
        except StoreError as words:
            dialog.problem.setText(str(words))
            self._files.open(self._location)
            return
        dialog.accept()
        self._files.open(self._location)
        if not self._files.refused_location:
            self._notice.say(
                f"The registry is as it was on {backup.at:%Y-%m-%d %H:%M}."
                f" What it was before is kept among the backups, as of {aside.at:%H:%M}."
            )

    def _of(self, location: str) -> Backups | None:
        return self._backups_of(location) if self._backups_of and location else None
