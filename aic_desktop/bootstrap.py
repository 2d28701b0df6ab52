"""The one place where the layers meet; whatever takes long to import is imported when it is first needed."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from aic_desktop.services.cases import Cases

if TYPE_CHECKING:
    from aic_desktop.services.ports import CaseStore
    from aic_desktop.store.cases import RegistryStore

REGISTRY_SUFFIX = ".aic"


def open_registry(location: str | Path, create: bool = False) -> "RegistryStore":
    """The registry at a path or database URL; with `create`, a new one where there is none.

    Raises StoreError, in words, for whatever the disk, the file or the server refuses.
    """
    if create and not (isinstance(location, str) and "://" in location) and not Path(location).exists():
        return create_registry(location)
    from aic_desktop.store.cases import RegistryStore
    from aic_desktop.store.migrate import open_database

    return RegistryStore(open_database(location))


def create_registry(location: str | Path) -> "RegistryStore":
    """A new, empty registry; StoreError where there is something already."""
    from aic_desktop.store.cases import RegistryStore
    from aic_desktop.store.migrate import create_database

    return RegistryStore(create_database(location))


def cases_of(store: "CaseStore") -> Cases:
    """The use cases on a registry, every change in the name of whoever is logged in."""
    return Cases(store, login_name())


def login_name() -> str:
    """The name that the system knows the user by; “unknown” where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable, no such account, no accounts at all
        return "unknown"
