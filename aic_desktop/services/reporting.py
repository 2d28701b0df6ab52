"""The report of a case as it stands in its registry."""

from aic_desktop import __version__
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.rules import checks_of
from aic_desktop.reporting.report import Origin, Report, report
from aic_desktop.reporting.scene import Options
from aic_desktop.services.cases import Cases


def report_of(
    cases: Cases,
    case_id: RecordId,
    registry: str,
    with_identifiers: bool = False,
    options: Options | None = None,
) -> Report:
    """One page of a case of the registry of that name; Problem when the case is gone, StoreError."""
    case, trail = cases.open(case_id), cases.history(case_id)
    changed = max((entry.at for entry in trail), default=None)
    origin = Origin(registry, __version__, changed.date() if changed else None)
    return report(case, checks_of(case), origin, with_identifiers, options)
