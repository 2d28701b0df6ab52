"""Counts as a spreadsheet: days down, analytes across; several values of one day keep rows of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Deletion, edit
from aic_desktop.domain.codes import SHIPPED, Codes, label_of
from aic_desktop.domain.records import Cell, Count, Record, RecordId, Remark
from aic_desktop.domain.spec import Field, field_of
from aic_desktop.domain.text import shown as shown_text
from aic_desktop.domain.units import shown
from aic_desktop.services.drafts import place_of_blank
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.together import Typed, type_together
from aic_desktop.ui.models.cells import CellsModel, Index, Place, Role

ALWAYS = ("platelets", "haemoglobin", "neutrophils", "leukocytes", "reticulocyte_fraction", "ldh")
LEADING = ("day", "time")
TRAILING = ("context",)
DAY, VALUE = field_of(Count, "day"), field_of(Count, "value")


@dataclass(slots=True)
class GridRow:
    """One moment: `template` holds day, time and context; blanks become counts when typed into."""

    template: Count
    counts: dict[str, Count] = field(default_factory=dict)
    blanks: dict[str, Count] = field(default_factory=dict)


class CountGridModel(CellsModel):
    """The counts of a case; columns day, time, analytes, taken."""

    def __init__(self, session: CaseSession) -> None:
        """Follows the session."""
        super().__init__(session)
        self._rows: list[GridRow] = []
        self._analytes: list[str] = list(ALWAYS)
        session.changed.connect(self._on_changed)
        session.checked.connect(self.all_changed)

    @property
    def codes(self) -> Codes:
        """The code lists of the registry that the case in hand is from."""
        return self.session.case.codes if self.session.case else SHIPPED

    # -- rows and columns -------------------------------------------------------------------------

    def _on_changed(self, change_set: object) -> None:
        case = self.session.case
        if case is None:
            return
        if change_set is None:
            self._load(case)
            return
        stored = {count.id: count for count in case.counts}
        shown_before = {c.id for row in self._rows for c in row.counts.values()}
        for row in self._rows:
            self._refresh(row, stored)
        fresh = [count for count_id, count in stored.items() if count_id not in shown_before]
        held = {c.id for row in self._rows for c in row.counts.values()}
        if any(count.id not in held for count in fresh) or self._has_empty_rows(shown_before, stored):
            self._load(case)
        else:
            self._keep_blank_row()
            self.all_changed()

    def _refresh(self, row: GridRow, stored: dict[RecordId, Count]) -> None:
        """Take stored counts over; a blank that was stored becomes a count of its row."""
        had_none = not row.counts
        ids = [*row.counts.values(), *row.blanks.values()]
        row.counts = {c.analyte or "": stored[c.id] for c in ids if c.id in stored}
        row.blanks = {name: blank for name, blank in row.blanks.items() if blank.id not in stored}
        if row.counts:
            first = next(iter(row.counts.values()))
            row.template = _at_moment(row.template, first)
            if had_none:
                self._forget_moment(row)

    def _forget_moment(self, row: GridRow) -> None:
        """Day, time and context are in the registry now, with the first count of the row."""
        for name in (*LEADING, *TRAILING):
            self.session.stop_typing(row.template, field_of(Count, name))
        self.session.unstored.write()

    def _has_empty_rows(self, before: set[RecordId], stored: dict[RecordId, Count]) -> bool:
        """A deleted count that leaves a row without any."""
        return bool(before - stored.keys()) and any(not row.counts for row in self._rows[:-1])

    def _load(self, case: Case) -> None:
        self.beginResetModel()
        for row in self._rows:
            for blank in (row.template, *row.blanks.values()):
                self.session.release(blank)
        rows: dict[tuple[Any, ...], list[GridRow]] = {}
        for count in sorted(case.counts, key=lambda c: (_when(case, c), c.position)):
            moment = (count.day, count.time, count.context, *_reasons(count).items())
            places = rows.setdefault(moment, [])
            place = next((row for row in places if count.analyte not in row.counts), None)
            if place is None:
                place = GridRow(self._template(count))
                places.append(place)
            place.counts[count.analyte or ""] = count
        self._rows = [row for places in rows.values() for row in places]
        used = {name for row in self._rows for name in row.counts}
        self._analytes = [name for name in self.codes.analytes if name in used or name in self._analytes]
        self._analytes += sorted(used - set(self._analytes))
        self._rows.append(GridRow(self._template(None)))
        for row in self._rows:
            self.session.adopt(row.template)
        self.endResetModel()

    def _template(self, count: Count | None) -> Count:
        blank = self.session.new(Count)
        assert isinstance(blank, Count)
        return _at_moment(blank, count) if count else blank

    def _keep_blank_row(self) -> None:
        if self._rows and self._rows[-1].counts:
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.append(GridRow(self._template(None)))
            self.endInsertRows()

    def column_of(self, name: str) -> int:
        """The column of an analyte that is shown."""
        return len(LEADING) + self._analytes.index(name)

    def add_analyte(self, name: str) -> int:
        """Show a column for an analyte; its column number."""
        if name not in self._analytes:
            at = len(LEADING) + len(self._analytes)
            self.beginInsertColumns(QModelIndex(), at, at)
            self._analytes.append(name)
            self.endInsertColumns()
        return self.column_of(name)

    def place_of(self, record_id: RecordId) -> QModelIndex:
        """The cell of a count; an invalid index if it is not of this case."""
        for at, row in enumerate(self._rows):
            for name, count in row.counts.items():
                if count.id == record_id:
                    return self.index(at, self.column_of(name))
        return QModelIndex()

    # -- cells ------------------------------------------------------------------------------------

    def _name(self, column: int) -> str:
        return (*LEADING, *self._analytes, *TRAILING)[column]

    def cell(self, index: Index) -> tuple[Record, Field] | None:
        """A count's value, or a field of the row's moment."""
        if not index.isValid():
            return None
        row, name = self._rows[index.row()], self._name(index.column())
        if name in LEADING or name in TRAILING:
            return row.template, field_of(Count, name)
        return row.counts.get(name) or self._blank(row, name), VALUE

    def records(self, index: Index) -> tuple[Record, ...]:
        """All counts of the row for its day, time and context; one count for a value."""
        found = self.cell(index)
        if found is None or found[1] is VALUE:
            return (found[0],) if found else ()
        return tuple(self._rows[index.row()].counts.values())

    def _blank(self, row: GridRow, name: str) -> Count:
        if name not in row.blanks:
            row.blanks[name] = replace(self._template(row.template), analyte=name)
            self.session.adopt(row.blanks[name])
        return row.blanks[name]

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """A value makes or changes a count; day, time and context change all counts of the row."""
        found = self.cell(index)
        if role != Role.EditRole or found is None:
            return False
        record, changed = found
        if changed is VALUE:
            return self._set_value(index, record, str(value).strip())
        return self._set_moment(index, changed, str(value).strip())

    def _set_value(self, index: Index, record: Record, text: str) -> bool:
        row = self._rows[index.row()]
        if not text and record.id in {count.id for count in row.counts.values()}:
            self.session.revert(record, VALUE)
            return self.session.delete(record)
        if text and row.template.day is None:
            self.session.said.emit("Type the day of this row first: a count without a day has no place.")
        return super().setData(index, text)

    def _set_moment(self, index: Index, changed: Field, text: str) -> bool:
        row = self._rows[index.row()]
        if text == self.session.text(row.template, changed):
            return True
        found, message = self.session.try_reading(row.template, changed, text)
        if len(found) == 1:
            done = self.set_moment(row, changed, found[0])
            self.tell(index)
            return done
        self.session.hold(row.template, changed, text, message, found)
        self.all_changed()
        return False

    def set_moment(self, row: GridRow, changed: Field, value: Any) -> bool:
        """Give a row's moment a value, and all its counts with it, as one step."""
        self.session.revert(row.template, changed)
        moved: dict[str, Any] = {changed.name: value}
        row.template = replace(row.template, **moved)
        row.blanks = {name: replace(blank, **moved) for name, blank in row.blanks.items()}
        for blank in row.blanks.values():
            self.session.adopt(blank)
        if not row.counts:  # in the registry as soon as there is a count
            text, pristine = shown_text(changed, value), place_of_blank(self.session.new(Count))
            self.session.typing(row.template, changed, text, pristine)
            self.session.unstored.write()
        case = self.session.case
        assert case is not None
        changes: tuple[Change, ...] = tuple(
            edit(case, count, changed.name, Cell(value)) for count in row.counts.values()
        )
        done = not changes or self.session.apply(f"Counts: {changed.label}", changes)
        self.all_changed()
        return done

    def type_all(self, label: str, texts: Mapping[Place, str]) -> None:
        """The same: an emptied value is a count taken out, a day is that of every count left in its row."""
        case = self.session.case
        cells = {place: self.cell(self.index(*place)) for place in texts}
        gone: list[Record] = []
        typed: list[Typed] = []
        for place, found in cells.items():
            if found is None or found[1] is not VALUE:
                continue
            if texts[place].strip() or case is None or case.find(found[0].id) is None:
                typed.append((*found, texts[place]))
            else:
                self.session.revert(*found)
                gone.append(found[0])
        for (row, column), found in cells.items():
            if found is not None and found[1] is not VALUE:
                left = [count for count in self._rows[row].counts.values() if count not in gone]
                typed += self._moved(self._rows[row], left, found[1], texts[row, column].strip())
        assert case is not None
        type_together(self.session, label, typed, tuple(Deletion(case.id, count) for count in gone))
        self.all_changed()

    def _moved(self, row: GridRow, counts: list[Count], changed: Field, text: str) -> list[Typed]:
        """A row's day, time or context for its counts; what cannot be read stays in its cell."""
        found, message = self.session.try_reading(row.template, changed, text)
        if len(found) != 1:
            self.session.hold(row.template, changed, text, message, found)
            return []
        self.session.revert(row.template, changed)
        return [(count, changed, text) for count in counts]

    def has_day(self, row: int) -> bool:
        """Whether a value put into this row has its day."""
        return row < len(self._rows) and self._rows[row].template.day is not None

    def titles(self, column: int) -> list[str]:
        """The titles from a column on, as a print-out would have them."""
        columns = range(column, self.columnCount())
        heads = [self.headerData(at, Qt.Orientation.Horizontal).split("\n") for at in columns]
        return [f"{head[0]} [{head[1]}]" if len(head) > 1 else head[0] for head in heads]

    def choose(self, index: Index, which: int) -> None:
        """Settle a pending question in a cell."""
        found = self.cell(index)
        held = self.session.pending(*found) if found else None
        if found is None or held is None or which >= len(held.choices):
            return
        if found[1] is VALUE:
            self.session.choose(*found, which)
        else:
            self.set_moment(self._rows[index.row()], found[1], held.choices[which])
        self.all_changed()

    # -- Qt ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Moments and the blank one."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Day, time, analytes, taken."""
        return 0 if parent.isValid() else len(LEADING) + len(self._analytes) + len(TRAILING)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Analytes with the unit a bare number is read in."""
        if orientation is Qt.Orientation.Vertical or role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        name = self._name(section)
        if name in LEADING or name in TRAILING:
            declared = field_of(Count, name)
            return declared.label if role == Role.DisplayRole else declared.spec.help or None
        listed = self.codes.analytes.get(name)
        label = label_of("analytes", name)
        return f"{label}\n{shown(listed.units.accepted[0])}" if listed else label


def _reasons(count: Count) -> dict[str, Remark]:
    """Why day, time or context are missing, without the notes beside them."""
    names = (*LEADING, *TRAILING)
    missing = ((name, remark.missing) for name, remark in count.remarks.items() if name in names)
    return {name: Remark(reason) for name, reason in missing if reason}


def _at_moment(blank: Count, count: Count) -> Count:
    return replace(blank, day=count.day, time=count.time, context=count.context, remarks=_reasons(count))


def _when(case: Case, count: Count) -> float:
    span = case.days(count.day)
    return span.middle if span else float("inf")
