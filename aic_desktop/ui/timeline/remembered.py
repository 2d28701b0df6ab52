"""What was chosen for the timelines of a registry, kept in the registry."""

from PySide6.QtCore import QObject, Signal

from aic_desktop.services.ports import StoreError
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.services.timelines import CHOICE
from aic_desktop.ui.timeline.view import TimelineView


class Remembered(QObject):
    """Lives with its view, which has what was chosen last from the start."""

    said = Signal(str)  # words for the foot of the window

    def __init__(self, view: TimelineView, settings: RegistrySettings) -> None:
        """StoreError when the choices cannot be read."""
        super().__init__(view)
        self._settings = settings
        view.choose(settings.get(CHOICE))
        view.options_chosen.connect(self._on_chosen)

    def _on_chosen(self, options: dict[str, object]) -> None:
        try:
            self._settings.put(CHOICE, options or None)
        except StoreError as error:
            self.said.emit(f"{error} The timeline's choices hold until the program is closed.")
