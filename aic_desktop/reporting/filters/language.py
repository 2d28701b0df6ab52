"""Filters as people write them: conditions joined by and, or, not and parentheses.

| condition                                             | holds when                                      |
| type = evans · age < 12 · sex is female               | the fact of the patient compares so             |
| platelets < 20 after +100                             | at least one such count is surely so            |
| hb >= 8 g/dl from onset until first daratumumab       | likewise, with a unit and between two marks     |
| rituximab given before +150 · rituximab not given     | begun against the cytopenia, or surely never    |
| daratumumab given at least 4 times                    | so many doses in all                            |
| no response to 3 or more lines                        | so many lines are reported without a response   |
| at least 20 units of platelets after onset            | so many units in all                            |
| flare of AIHA after +100 · infection before death     | a step of the course, an event                  |

Days are after HSCT (+100, day 100, -7), or counted from `onset`, `first AGENT`, `death`, `last contact`, with
+n or -n days: `after onset +30`, `within 28 days after first daratumumab`. `before` and `after` leave the day
itself out, `from` and `until` take it in. A name that holds one of these words stands in quotation marks.
"""

import re
from collections.abc import Callable

from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.filters.conditions import condition
from aic_desktop.reporting.filters.model import All, Any, Askables, Filter, Not

_TOKEN = re.compile(r'"[^"]*"|[()]|[^\s()"]+')
_MOST_LETTERS = 2000
_DEEPEST = 20


def parse(text: str, known: Askables) -> Filter:
    """The filter a text means, `known` being what can be asked; Problem in words when none."""
    if len(text) > _MOST_LETTERS:
        raise Problem(f"This filter is longer than {_MOST_LETTERS} characters. Save a part of it by name.")
    if text.count('"') % 2:
        raise Problem("A quotation mark is not closed.")
    tokens = _TOKEN.findall(text)
    if not tokens:
        raise Problem("No condition is written. Try: platelets < 20 after +100")
    reader = _Reader(tokens, known)
    found = reader.either(0)
    if reader.here:
        raise Problem(f"“{reader.here}” is not expected there. Join conditions by and, or.")
    return found


class _Reader:
    """Walks along the words of a filter; recursion follows the parentheses."""

    def __init__(self, tokens: list[str], known: Askables) -> None:
        self._tokens, self._known, self._at = tokens, known, 0

    @property
    def here(self) -> str:
        """The word read next, in small letters where it could be the language's own; "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def either(self, depth: int) -> Filter:
        """Conditions joined by or; and binds closer."""
        return self._joined("or", Any, self._all, depth)

    def _all(self, depth: int) -> Filter:
        return self._joined("and", All, self._one, depth)

    def _joined(
        self, word: str, kind: type[Any] | type[All], part: Callable[[int], Filter], depth: int
    ) -> Filter:
        found = [part(depth)]
        while self.here.casefold() == word:
            self._at += 1
            found.append(part(depth))
        flat: list[Filter] = []
        for one in found:
            flat += one.conditions if isinstance(one, kind) else (one,)
        return flat[0] if len(flat) == 1 else kind(tuple(flat))

    def _one(self, depth: int) -> Filter:
        if depth > _DEEPEST:
            raise Problem("These parentheses go too deep. Save a part of the filter by name.")
        if self.here.casefold() == "not":
            self._at += 1
            return Not(self._one(depth + 1))
        if self.here == "(":
            self._at += 1
            found = self.either(depth + 1)
            if self.here != ")":
                raise Problem("A parenthesis is not closed.")
            self._at += 1
            return found
        return condition(self._words(), self._known)

    def _words(self) -> str:
        first = self._at
        while self.here and self.here not in "()" and not self._joins():
            self._at += 1
        words = self._tokens[first : self._at]
        if not words:
            place = f"before “{self.here}”" if self.here else "at the end"
            raise Problem(f"A condition is missing {place}.")
        return " ".join(words)

    def _joins(self) -> bool:
        """Whether the word joins two conditions; in “3 or more” it does not."""
        following = self._tokens[self._at + 1 : self._at + 2]
        return self.here.casefold() == "and" or (self.here.casefold() == "or" and following != ["more"])
