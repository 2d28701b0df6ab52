"""The cases of a registry as a list that can be narrowed; rows that stay are never reset."""

from collections.abc import Callable, Collection
from functools import cache, lru_cache

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from aic_desktop.domain.choices import Lineage, Status
from aic_desktop.domain.codes import SHIPPED, Codes, label_of
from aic_desktop.domain.criteria import type_of
from aic_desktop.services.ports import CaseRow

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole


Order = tuple[tuple[str, bool], ...]
"""Columns (code, disease, type, status) by how much they count, each with whether it is turned round."""

BY_CODE: Order = (("code", False),)


class CaseListModel(QAbstractListModel):
    """Rows in the order asked for; at first that of the registry: by code, P2 before P10."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(parent)
        self._filled: list[CaseRow] = []  # as the registry gives them
        self._all: list[CaseRow] = []  # in the order asked for
        self._order = BY_CODE
        self._dead = False  # the dead alone
        self._shown: list[CaseRow] = []
        self._searched: list[str] = []  # beside _all, made at the first search
        self._codes = SHIPPED
        self._words: tuple[str, ...] = ()
        self._kind = ""
        self._some: frozenset[str] | None = None

    @property
    def total(self) -> int:
        """Cases in the registry, whatever is shown of them."""
        return len(self._all)

    def fill(self, rows: tuple[CaseRow, ...], codes: Codes = SHIPPED) -> None:
        """Show what the registry holds now; its `codes` tell the other names of agents and diseases."""
        self._filled, self._codes = list(rows), codes
        self._arrange()

    def arrange(self, order: Order) -> None:
        """Show the cases in another order; what is blank comes last."""
        self._order = order
        self._arrange()

    def _arrange(self) -> None:
        self._all, self._searched = _ordered(self._filled, self._order), []
        self._show()

    def replace(self, row: CaseRow) -> None:
        """Show what has changed in one case; it stays in its place."""
        place = next((i for i, old in enumerate(self._filled) if old.id == row.id), None)
        if place is None:
            return
        self._filled[place] = row
        if self._order != BY_CODE:
            self._arrange()
            return
        self._all[place] = row
        if self._searched:
            self._searched[place] = _searched(row, self._codes)
        self._show()

    def narrow(self, text: str, kind: str, dead: bool = False) -> None:
        """Show the cases with every word of `text`, of one `kind` if given, the `dead` alone if asked."""
        self._words, self._kind, self._dead = tuple(text.casefold().split()), kind, dead
        self._show()

    def prepare(self) -> None:
        """Write down what a search looks through, before its first key: that takes longer than a search."""
        self._searched = self._searched or [_searched(row, self._codes) for row in self._all]

    def restrict(self, ids: Collection[str] | None) -> None:
        """Show no other cases than these, whatever is searched; None lifts that."""
        self._some = None if ids is None else frozenset(ids)
        self._show()

    def shown(self) -> tuple[CaseRow, ...]:
        """The cases that are let through, in order."""
        return tuple(self._shown)

    def holds(self, case_id: str) -> bool:
        """Whether the registry has the case, shown or not."""
        return any(row.id == case_id for row in self._all)

    def row_at(self, index: Index) -> CaseRow | None:
        """The case behind an index."""
        return self._shown[index.row()] if index.isValid() else None

    def index_of(self, case_id: str) -> QModelIndex:
        """Where a case stands; invalid when it is not shown."""
        place = next((i for i, row in enumerate(self._shown) if row.id == case_id), None)
        return QModelIndex() if place is None else self.index(place)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return described(row)
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def _show(self) -> None:
        shown = self._found()
        before = {row.id: row for row in self._shown}
        old = list(before)
        new = [row.id for row in shown]
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        self._replace(start, len(old) - end, shown[start : len(new) - end])
        kept = [*range(start), *range(len(new) - end, len(new))]
        self._shown = shown
        for place in kept:
            row = shown[place]
            if before[row.id] is not row and before[row.id] != row:
                self.dataChanged.emit(self.index(place), self.index(place))

    def _replace(self, start: int, stop: int, rows: list[CaseRow]) -> None:
        if stop > start:
            self.beginRemoveRows(QModelIndex(), start, stop - 1)
            self._shown = self._shown[:start] + self._shown[stop:]
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._shown = self._shown[:start] + rows + self._shown[start:]
            self.endInsertRows()

    def _found(self) -> list[CaseRow]:
        rows = list(self._all)
        if self._words:
            self.prepare()
            pairs = zip(rows, self._searched, strict=True)
            rows = [row for row, text in pairs if all(word in text for word in self._words)]
        if self._some is not None:
            rows = [row for row in rows if row.id in self._some]
        if self._kind:
            rows = [row for row in rows if self._kind in type_label(row.lineages).split(", ")]
        return [row for row in rows if row.status is Status.DEAD] if self._dead else rows


def _ordered(rows: list[CaseRow], order: Order) -> list[CaseRow]:
    """Sorted by each column, the one that counts most last: what is equal stays as it was."""
    for column, down in reversed(order):
        if column != "code":
            words = _COLUMNS[column]
            told = sorted((row for row in rows if words(row)), key=words, reverse=down)
            rows = [*told, *(row for row in rows if not words(row))]
        elif down:
            rows = rows[::-1]
    return rows


def _disease(row: CaseRow) -> str:
    return label_of("diseases", row.disease).casefold()


def _type(row: CaseRow) -> str:
    return type_label(row.lineages)


def _status(row: CaseRow) -> str:
    return {Status.DEAD: "1", Status.ALIVE: "2"}.get(row.status, "") if row.status else ""


_COLUMNS: dict[str, Callable[[CaseRow], str]] = {"disease": _disease, "type": _type, "status": _status}


@cache
def type_label(lineages: tuple[tuple[int, Lineage], ...]) -> str:
    """The type of cytopenia in a word or two."""
    return type_of(lineages)


def described(row: CaseRow) -> str:
    """A case in one line, as it is read out."""
    parts = [
        row.code,
        type_label(row.lineages) or "no cytopenia entered",
        label_of("diseases", row.disease),
        row.sex.label if row.sex else "",
        "dead" if row.status is Status.DEAD else "",
    ]
    return ", ".join(part for part in parts if part)


def _searched(row: CaseRow, codes: Codes) -> str:
    """All that a search looks through, in small letters."""
    told = (choice.label for choice in (row.origin, row.sex, row.status) if choice)
    named = (_names(codes, "agents", agent) for agent in row.agents)
    return "\n".join(
        (
            row.code.casefold(),
            _names(codes, "diseases", row.disease),
            type_label(row.lineages).casefold(),
            *told,
            *named,
        )
    )


@lru_cache(maxsize=4096)
def _names(codes: Codes, name: str, code: str) -> str:
    listed = codes.listed(name).get(code)
    return "\n".join((code, listed.label, *listed.aliases) if listed else (code,)).casefold()


def _common(one: list[str], other: list[str]) -> int:
    """How many entries agree from the start."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
