"""What is chosen of Table 1: around which agent, by which groups, which rows and columns, which figures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from aic_desktop.domain.response import CRITERIA, Windows
from aic_desktop.reporting.cohort.around import DEFAULT_AGENT, Around
from aic_desktop.reporting.cohort.variables import VARIABLES

_WINDOW = Windows().independence
GROUPINGS = 2  # at most: more columns than that are no table any more


@dataclass(frozen=True, slots=True)
class Table1Options:
    """The choice, kept as plain JSON; what is unknown in it is left out, not refused.

    `criteria` are ids of sets of response criteria, else the usual ones. `by` and `rows` are codes of
    variables, `rows` in their order and empty for all; `columns` are titles of columns in their order, empty
    for “all patients” and every group.
    """

    agent: str = DEFAULT_AGENT
    by: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    quartiles: bool = False  # Q1, Q3 in place of the range
    intervals: bool = False  # exact 95 % confidence intervals of proportions
    p_values: bool = False  # between the groups, named by their test
    criteria: tuple[str, ...] = ()
    independence_days: int = _WINDOW  # without a transfusion

    def to_json(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @property
    def around(self) -> Around:
        """What the derived columns are counted around."""
        return Around(self.agent, self.criteria, Windows(independence=self.independence_days))

    @classmethod
    def from_json(cls, kept: Any) -> Self:
        """As it was kept, by this or another version of the program."""
        data = kept if isinstance(kept, Mapping) else {}
        chosen = {
            field.name: data[field.name] for field in fields(cls) if _fits(field.type, data, field.name)
        }
        for name in ("criteria", "by", "rows", "columns"):
            chosen[name] = tuple(code for code in chosen.get(name, ()) if isinstance(code, str))
        chosen["rows"] = tuple(code for code in chosen["rows"] if code in VARIABLES)
        chosen["criteria"] = tuple(name for name in chosen["criteria"] if name in CRITERIA)
        by = (code for code in chosen["by"] if code in VARIABLES and VARIABLES[code].groups)
        chosen["by"] = tuple(dict.fromkeys(by))[:GROUPINGS]
        return cls(**chosen)


def _fits(declared: Any, data: Mapping[str, Any], name: str) -> bool:
    kind = declared if isinstance(declared, type) else list
    return isinstance(data.get(name), kind if kind is not tuple else list | tuple)
