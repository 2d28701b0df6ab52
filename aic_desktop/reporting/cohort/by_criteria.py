"""What is asked of the response as counts and transfusions show it, by the sets of criteria chosen."""

from aic_desktop.domain.choices import Lineage, Product, YesNo
from aic_desktop.reporting.cohort.derived import response
from aic_desktop.reporting.cohort.variable import Variable

_YES_NO = tuple(answer.label for answer in YesNo)


def _judged(code: str, judged: response.Judged, lineage: Lineage) -> tuple[Variable, ...]:
    """What is asked of the response of a lineage judged by counts."""
    name = code.replace("_", " ").capitalize()
    return (
        Variable(
            f"{code}_response",
            f"{name} response",
            response.best(judged),
            order=response.LEVELS,
            judges=lineage,
        ),
        Variable(
            f"{code}_response_days",
            f"{name} response: days to it",
            response.time_to(judged),
            "d",
            judges=lineage,
        ),
        Variable(
            f"{code}_response_doses",
            f"{name} response: doses to it",
            response.doses_to(judged),
            "doses",
            judges=lineage,
        ),
        Variable(
            f"{code}_response_lasted",
            f"{name} response: duration",
            response.duration(judged),
            "d",
            judges=lineage,
        ),
        Variable(
            f"{code}_response_lost",
            f"{name} response: lost",
            response.loss(judged),
            order=_YES_NO,
            judges=lineage,
        ),
    )


def _recovery(code: str, name: str, endpoint: int) -> tuple[Variable, ...]:
    """An endpoint of PRCA."""
    lineage = Lineage.RED_CELL_PRECURSORS
    judged = response.by_counts(lineage, endpoint)
    return (
        Variable(f"{code}_recovery", name, response.best(judged), order=response.LEVELS, judges=lineage),
        Variable(
            f"{code}_recovery_days", f"{name}: days to it", response.time_to(judged), "d", judges=lineage
        ),
    )


def _independence(code: str, product: Product) -> tuple[Variable, ...]:
    """Independence of transfusions of a product, by the days of these."""
    name = f"{code.replace('_', ' ').capitalize()} transfusion independence"
    judged = response.by_transfusions(product)
    best = response.best(judged, response.NOT_OBSERVED)
    return (
        Variable(f"{code}_independence", name, best, order=response.LEVELS, judges=product),
        Variable(
            f"{code}_independence_days", f"{name}: days to it", response.time_to(judged), "d", judges=product
        ),
    )


BY_CRITERIA: tuple[Variable, ...] = (
    Variable("response_by_criteria", "Response, all lineages", response.overall, order=response.LEVELS),
    *_judged("platelet", response.by_counts(Lineage.PLATELETS), Lineage.PLATELETS),
    *_judged("red_cell", response.by_counts(Lineage.RED_CELLS), Lineage.RED_CELLS),
    *_judged("neutrophil", response.by_counts(Lineage.NEUTROPHILS), Lineage.NEUTROPHILS),
    *_recovery("haemoglobin", "PRCA: haemoglobin recovery", 1),
    *_recovery("reticulocyte", "PRCA: reticulocyte recovery", 2),
    *_independence("platelet", Product.PLATELETS),
    *_independence("red_cell", Product.RED_CELLS),
)
