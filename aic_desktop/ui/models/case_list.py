"""The cases of a registry as a list that can be narrowed; rows that stay are never reset."""

from functools import cache, lru_cache

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from aic_desktop.domain.choices import Lineage, Status
from aic_desktop.domain.codes import SHIPPED, Codes, label_of
from aic_desktop.domain.criteria import type_of
from aic_desktop.services.ports import CaseRow

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole


class CaseListModel(QAbstractListModel):
    """Rows in the order in which the registry gives them: by code, P2 before P10."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(parent)
        self._all: list[CaseRow] = []
        self._shown: list[CaseRow] = []
        self._searched: list[str] = []  # beside _all, made at the first search
        self._codes = SHIPPED
        self._words: tuple[str, ...] = ()
        self._kind = ""

    @property
    def total(self) -> int:
        """Cases in the registry, whatever is shown of them."""
        return len(self._all)

    def fill(self, rows: tuple[CaseRow, ...], codes: Codes = SHIPPED) -> None:
        """Show what the registry holds now; its `codes` tell the other names of agents and diseases."""
        self._all, self._searched, self._codes = list(rows), [], codes
        self._show()

    def replace(self, row: CaseRow) -> None:
        """Show what has changed in one case; it stays in its place."""
        place = next((i for i, old in enumerate(self._all) if old.id == row.id), None)
        if place is not None:
            self._all[place] = row
            if self._searched:
                self._searched[place] = _searched(row, self._codes)
            self._show()

    def narrow(self, text: str, kind: str) -> None:
        """Show the cases with every word of `text`, and with `kind` among their type's labels if given."""
        self._words, self._kind = tuple(text.casefold().split()), kind
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
            if before[shown[place].id] != shown[place]:
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
            self._searched = self._searched or [_searched(row, self._codes) for row in rows]
            pairs = zip(rows, self._searched, strict=True)
            rows = [row for row, text in pairs if all(word in text for word in self._words)]
        if self._kind:
            rows = [row for row in rows if self._kind in type_label(row.lineages).split(", ")]
        return rows


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
    origin = row.origin.label if row.origin else ""
    named = (_names(codes, "agents", agent) for agent in row.agents)
    return "\n".join(
        (
            row.code.casefold(),
            _names(codes, "diseases", row.disease),
            type_label(row.lineages).casefold(),
            origin,
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
