"""Filters that a registry keeps by name."""

from collections.abc import Mapping

from aic_desktop.domain.problem import Problem
from aic_desktop.services.settings import RegistrySettings

SETTING = "filters"
LONGEST_NAME = 60


class SavedFilters:
    """By name, the same for all who share the registry; StoreError when the environment says no."""

    def __init__(self, settings: RegistrySettings) -> None:
        """Read whenever they are asked for: another computer may have saved one."""
        self._settings = settings

    def names(self) -> Mapping[str, str]:
        """The filters by name, in alphabetical order, as they were written."""
        kept = self._settings.get(SETTING)
        found = kept if isinstance(kept, dict) else {}
        return {name: str(found[name]) for name in sorted(found, key=str.casefold)}

    def meant(self, text: str) -> str:
        """The filter of that name, else the text itself."""
        by_name = {name.casefold(): found for name, found in self.names().items()}
        return by_name.get(text.strip().casefold(), text)

    def save(self, name: str, text: str) -> None:
        """Keep a filter under a name, in place of one of the same; Problem when the name would not do."""
        if not name.strip() or len(name) > LONGEST_NAME:
            raise Problem(f"A filter needs a name of up to {LONGEST_NAME} characters.")
        self._settings.put(SETTING, {**self.names(), name.strip(): text})

    def forget(self, name: str) -> None:
        """Keep it no longer."""
        self._settings.put(SETTING, {kept: text for kept, text in self.names().items() if kept != name})
