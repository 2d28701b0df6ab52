"""What is normal where the laboratory's own limits are not recorded: published limits by age and sex."""

from math import inf

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt, Sex
from aic_desktop.domain.criteria.person import DAYS_PER_YEAR, age
from aic_desktop.domain.criteria.spans import Bounds

# Haemoglobin below which there is anaemia, g/dL, by the age in years from which it holds: WHO 2011
# (WHO/NMH/NHD/MNM/11.1; RECALLED). Below half a year WHO gives none.
_FROM_AGE = ((0.5, 11.0), (5.0, 11.5), (12.0, 12.0))
_MEN_FROM, _MEN = 15.0, 13.0


def haemoglobin_limit(youngest: float, oldest: float, sex: Sex | None) -> Bounds:
    """Lower limit of normal in g/dL between two ages in years; as wide as age and sex leave it."""
    return Bounds(_limit(youngest, sex is Sex.MALE), _limit(oldest, sex is not Sex.FEMALE))


def haemoglobin_of(case: Case, days: Bounds) -> tuple[Bounds, str]:
    """The limit for the days of some counts, and what was assumed for it in a sentence."""
    found = age(case)
    told = "Normal haemoglobin is taken from the limits of WHO 2011 by age and sex (RECALLED)"
    if found is None:
        return haemoglobin_limit(0, inf, case.patient.sex), f"{told}; the age is not known."
    later = max(days.high, 0) / float(DAYS_PER_YEAR)
    young = 0 if found.low is None else float(found.low)
    old = inf if found.high is None else float(found.high) + 1  # a stated age is in completed years
    moment = (
        ""
        if found.at is AgeAt.HSCT
        else f"; the age is taken as that at HSCT, it is stated as {found.described}"
    )
    limit = haemoglobin_limit(young + max(days.low, 0) / float(DAYS_PER_YEAR), old + later, case.patient.sex)
    return limit, f"{told}{moment}."


def _limit(years: float, man: bool) -> float:
    if man and years >= _MEN_FROM:
        return _MEN
    return max((limit for since, limit in _FROM_AGE if years >= since), default=0)
