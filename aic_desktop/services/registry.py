"""An open registry as a window is given it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aic_desktop.services.cases import Cases
from aic_desktop.services.drafts import Drafts
from aic_desktop.services.safekeeping import Backups
from aic_desktop.services.settings import RegistrySettings

if TYPE_CHECKING:
    from aic_desktop.services.cohort import Cohorts
    from aic_desktop.services.comparing import Comparisons
    from aic_desktop.services.completeness import CompletenessBoard


@dataclass(frozen=True, slots=True)
class Registry:
    """Its use cases; what counts is loaded when first called, to keep the start short."""

    cases: Cases
    cohorts: "Callable[[], Cohorts]"
    board: "Callable[[], CompletenessBoard]"
    comparisons: "Callable[[], Comparisons]"
    drafts: Drafts
    settings: RegistrySettings
    backups: Backups | None  # None on a server, which has its own
    caution: str = ""  # what its place may do to it, in words


def name_of(location: str) -> str:
    """A registry in a word: its file's name, or its database's and server's."""
    parts = urlsplit(location)
    if parts.scheme and parts.hostname:
        return f"{parts.path.removeprefix('/')} on {parts.hostname}"
    return PurePath(location).name
