"""Parts of a scene from one change of a case to the next: of the same things the same part is made."""

from collections.abc import Callable
from operator import is_
from typing import TypeVar

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORDS, Count, Patient

Part = TypeVar("Part")
_Given = tuple[object, ...]


class Memory:
    """Holds the parts of the last scene; records never change in place, so that identity is enough."""

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._last: dict[object, tuple[_Given, object]] = {}
        self._now: dict[object, tuple[_Given, object]] = {}

    def turn(self) -> None:
        """Another scene is made from now on; what it does not ask for is forgotten with the one after."""
        self._last, self._now = self._now, {}

    def recall(self, name: object, given: _Given, make: Callable[[], Part]) -> Part:
        """The part of a name as made of the very same things before, else made anew; not to be changed."""
        held = self._last.get(name)
        same = held is not None and len(held[0]) == len(given) and all(map(is_, held[0], given))
        part = held[1] if held is not None and same else make()
        self._now[name] = (given, part)
        return part  # type: ignore[return-value]  # of the kind that `make` gave under this name


def all_but_counts(case: Case) -> _Given:
    """What a count that is typed leaves as it is."""
    others = [kind for kind in RECORDS if kind not in (Count, Patient)]
    return (case.codes, case.patient, *map(case.of, others))
