"""The one place where the layers meet; whatever takes long to import is imported when it is first needed."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aic_desktop.services.cases import Cases
    from aic_desktop.services.cohort import Cohorts
    from aic_desktop.services.ports import CaseStore
    from aic_desktop.services.registry import Registry
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


def cases_of(store: "CaseStore") -> "Cases":
    """The use cases on a registry, every change in the name of whoever is logged in."""
    from aic_desktop.services.cases import Cases

    return Cases(store, login_name())


def registry(location: str, create: bool = False) -> "Registry":
    """An open registry with all its use cases, as the window is given it; refusals as of `open_registry`."""
    from aic_desktop.services.registry import Registry

    store = open_registry(location, create)

    def cohorts() -> "Cohorts":
        from aic_desktop.services.cohort import Cohorts
        from aic_desktop.store.cohort import RegistryCohort

        return Cohorts(RegistryCohort(store.database))

    return Registry(cases_of(store), cohorts)


def show_window(location: str | None) -> int:
    """The program's window until it is closed; the exit code."""
    from aic_desktop.ui.app import run

    return run(location, registry)


def login_name() -> str:
    """The name that the system knows the user by; “unknown” where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable, no such account, no accounts at all
        return "unknown"
