"""An open registry as a window is given it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aic_desktop.services.cases import Cases
from aic_desktop.services.drafts import Drafts
from aic_desktop.services.settings import RegistrySettings

if TYPE_CHECKING:
    from aic_desktop.services.cohort import Cohorts
    from aic_desktop.services.completeness import CompletenessBoard


@dataclass(frozen=True, slots=True)
class Registry:
    """Its use cases; what counts is loaded when first called, to keep the start short."""

    cases: Cases
    cohorts: "Callable[[], Cohorts]"
    board: "Callable[[], CompletenessBoard]"
    drafts: Drafts
    settings: RegistrySettings
