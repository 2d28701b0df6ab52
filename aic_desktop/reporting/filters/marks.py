"""The bounds in time at the end of a condition, read from their words."""

import re

from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.filters.model import Anchor, Mark, Side, When

_BEGIN = re.compile(r"(?:^|(?<=\s))(?:before|after|from|until|within)(?=\s|$)", re.IGNORECASE)
_BOUND = re.compile(
    r"(?P<side>after|before|from|until|within\s+(?P<days>\d{1,5})\s+days\s+(?:after|of))\s+(?P<mark>.+)",
    re.IGNORECASE,
)
_SHIFT = r"(?P<sign>[+-])\s*(?P<days>\d{1,5})(?:\s*d(?:ays?)?)?"
_DAY = re.compile(r"(?:days?\s*)?(?P<sign>[+-]?)\s*(?P<days>\d{1,5})", re.IGNORECASE)
_ANCHOR = re.compile(
    rf"(?:(?P<anchor>onset|death|last\s+contact|hsct)|first\s+(?P<agent>\"[^\"]+\"|.+?))(?:\s*{_SHIFT})?",
    re.IGNORECASE,
)


def split(text: str, codes: Codes) -> tuple[str, tuple[When, ...]]:
    """The words before the bounds, and the bounds; Problem when one of them names no day.

    `within n days after` a mark is from it until n days later.
    """
    bounds: list[When] = []
    end = len(text)
    for at in reversed(_beginnings(text)):
        found = _BOUND.fullmatch(text[at:end].strip())
        if found is None:
            raise Problem(f"“{text[at:end].strip()}” names no day. {_OFFERED}")
        bounds[:0] = _whens(found, codes)
        end = at
    return text[:end].strip(), tuple(bounds)


def bare(name: str) -> str:
    """A name without its quotation marks."""
    return name.strip().strip('"').strip()


def agent(name: str, codes: Codes) -> str:
    """A code, or free text in quotation marks; Problem for what is neither."""
    code = codes.coded("agents", bare(name))
    if code not in codes.agents and not name.strip().startswith('"'):
        raise Problem(f"“{name}” is not in the list of agents. In quotation marks it is taken as it stands.")
    return code


_OFFERED = "Write +100, onset, first rituximab, death or last contact, with + or - days where needed."


def _beginnings(text: str) -> list[int]:
    """Where bounds begin; not within quotation marks, and not at the second word of “within … after”."""
    outside = re.sub(r'"[^"]*"', _masked, text)
    starts = [found.start() for found in _BEGIN.finditer(outside)]
    inner = re.compile(r"within\s+\d+\s+days\s+$", re.IGNORECASE)
    return [at for n, at in enumerate(starts) if not (n and inner.fullmatch(outside[starts[n - 1] : at]))]


def _masked(quoted: re.Match[str]) -> str:
    return "x" * len(quoted[0])


def _whens(found: re.Match[str], codes: Codes) -> list[When]:
    mark = _mark(found["mark"].strip(), codes)
    if not found["days"]:
        return [When(Side(found["side"].casefold()), mark)]
    later = Mark(mark.anchor, mark.offset + int(found["days"]), mark.agent)
    return [When(Side.FROM, mark), When(Side.UNTIL, later)]


def _mark(text: str, codes: Codes) -> Mark:
    if found := _DAY.fullmatch(text):
        return Mark(Anchor.HSCT, int(f"{found['sign']}{found['days']}"))
    found = _ANCHOR.fullmatch(text)
    if found is None:
        raise Problem(f"“{text}” is no day. {_OFFERED}")
    offset = int(f"{found['sign']}{found['days']}") if found["days"] else 0
    if found["agent"]:
        return Mark(Anchor.FIRST_DOSE, offset, agent(found["agent"], codes))
    named = " ".join(found["anchor"].casefold().split())
    return Mark(next(anchor for anchor in Anchor if anchor.casefold() == named), offset)
