"""What the conditioning amounts to: its intensity by doses, beside the one intended, and its serotherapy."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Intensity
from aic_desktop.domain.codes import agents
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Conditioning

RADIATION = "total_body_irradiation"


class Serotherapy(Choice):
    """Antibodies against the patient's lymphocytes in the conditioning."""

    NONE = "none"
    GLOBULIN = "globulin", "antithymocyte globulin"
    ALEMTUZUMAB = "alemtuzumab"
    BOTH = "both", "antithymocyte globulin and alemtuzumab"


class Given(NamedTuple):
    """An agent of the conditioning with the total of its doses, 0 to infinity where it is not known.

    `doses` tells a single dose from a fractionated one; None where that is not known.
    """

    agent: str
    low: float
    high: float
    unit: str
    doses: int | None = None


# Above which total an agent makes the regimen myeloablative: unit, the least limit in use and the largest.
_ABLATIVE = {
    "busulfan": ("mg/kg", 7.2, 9.0),
    "melphalan": ("mg/m2", 140.0, 150.0),
    "thiotepa": ("mg/kg", 10.0, 10.0),
    "treosulfan": ("g/m2", 30.0, 30.0),
}
_SINGLE_GY, _FRACTIONATED_GY, _LOW_GY = 5.0, 8.0, 2.0
_MILD = {"fludarabine", "cyclophosphamide", "total_lymphoid_irradiation"}
_GLOBULINS = ("atg", "anti-thymocyte", "antithymocyte", "antilymphocyte", "anti-lymphocyte")


def intensity(given: Iterable[Given]) -> Intensity | None:
    """Intensity by the doses given; None without agents, and while doses not known leave it open.

    Myeloablative: TBI over 5 Gy as one dose or over 8 Gy fractionated, busulfan over 7.2 mg/kg i.v. (9 mg/kg
    by mouth), melphalan over 140 (others: 150) mg/m², thiotepa from 10 mg/kg, treosulfan over 30 g/m².
    Non-myeloablative: nothing but TBI up to 2 Gy, total lymphoid irradiation, fludarabine, cyclophosphamide
    and serotherapy. All else is reduced intensity. (Giralt 2009, Biol Blood Marrow Transplant 15:367, and
    Bacigalupo 2009, 15:1628; treosulfan as in registries; limits RECALLED. A total between two limits in use
    leaves it open, since routes are not recorded.)
    """
    regimen = tuple(given)
    if not regimen:
        return None
    answers = [_ablative(agent) for agent in regimen]
    if True in answers:
        return Intensity.MYELOABLATIVE
    if None in answers:
        return None
    mild = (_is_mild(agent) for agent in regimen)
    return Intensity.NON_MYELOABLATIVE if all(mild) else Intensity.REDUCED_INTENSITY


def serotherapy(given: Iterable[str]) -> Serotherapy | None:
    """By the agents of a conditioning, free text included; None where no conditioning is recorded."""
    names = tuple(name for name in given if name)
    globulin = any(_is_globulin(name) for name in names)
    alemtuzumab = "alemtuzumab" in names
    if globulin or alemtuzumab:
        return (
            Serotherapy.BOTH
            if globulin and alemtuzumab
            else (Serotherapy.GLOBULIN if globulin else Serotherapy.ALEMTUZUMAB)
        )
    return Serotherapy.NONE if names else None


def conditioning_of(case: Case) -> tuple[Given, ...]:
    """The conditioning of the index transplant."""
    graft = case.index_transplant
    return tuple(map(total, case.owned_by(graft.id, Conditioning))) if graft else ()


def total(conditioning: Conditioning) -> Given:
    """One agent's doses added up; at least one was given where their number is not known."""
    return total_of(conditioning.agent, conditioning.doses, conditioning.dose)


def total_of(agent: str | None, doses: int | None, dose: Quantity | None) -> Given:
    """As `total`, from the values alone."""
    agent = agent or ""
    if dose is None:
        return Given(agent, 0, inf, "", doses)
    low = 0 if dose.low is None else float(dose.low) * (doses or 1)
    high = inf if dose.high is None or not doses else float(dose.high) * doses
    return Given(agent, low, high, dose.unit, doses)


def _ablative(given: Given) -> bool | None:
    """Whether this agent alone makes the regimen myeloablative; None while that is open."""
    if given.agent == RADIATION:
        unit, limits = "Gy", _radiation_limits(given.doses)
    elif given.agent in _ABLATIVE:
        unit, *limits = _ABLATIVE[given.agent]
    else:
        return False
    if given.unit != unit:
        return None
    reaches = [_over(given.agent, given.low, limits[1]), _over(given.agent, given.high, limits[0])]
    return reaches[0] if reaches[0] == reaches[1] else None


def _radiation_limits(doses: int | None) -> Sequence[float]:
    if doses is None:
        return (_SINGLE_GY, _FRACTIONATED_GY)
    limit = _SINGLE_GY if doses == 1 else _FRACTIONATED_GY
    return (limit, limit)


def _over(agent: str, amount: float, limit: float) -> bool:
    return amount >= limit if agent == "thiotepa" else amount > limit


def _is_mild(given: Given) -> bool:
    if given.agent == RADIATION:
        return given.high <= _LOW_GY
    return given.agent in _MILD or _is_globulin(given.agent) or given.agent == "alemtuzumab"


def _is_globulin(agent: str) -> bool:
    listed = agents().get(agent)
    if listed is not None:
        return listed.group == "serotherapy" and agent != "alemtuzumab"
    return agent.casefold().startswith(_GLOBULINS)
