"""The texts that are typed and not stored, kept on the disk a moment after each key."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Record, RecordId
from aic_desktop.domain.spec import Field
from aic_desktop.services.drafts import Draft, Drafts, of_a_line, place_of_blank
from aic_desktop.services.ports import StoreError

KEPT_AFTER_MS = 250  # counted from the first key since the last time: whoever types on does not put it off

Key = tuple[RecordId, str]


class Unstored(QObject):
    """Of all cases of one registry; a draft is adrift until the record it was typed for is shown."""

    said = Signal(str)

    def __init__(self, drafts: Drafts, parent: QObject) -> None:
        """Begins with what programs that have ended left behind."""
        super().__init__(parent)
        self._drafts = drafts
        self._held: dict[Key, Draft] = {(d.record, d.field): d for d in drafts.load()}
        self._adrift: set[Key] = set(self._held)
        self._refused = False
        self._later = QTimer(self, singleShot=True, interval=KEPT_AFTER_MS)
        self._later.timeout.connect(self.write)

    def cases(self) -> tuple[RecordId, ...]:
        """The cases with texts from before, that typed into last first."""
        return tuple(dict.fromkeys(d.case for key, d in reversed(self._held.items()) if key in self._adrift))

    def keep(self, case: Case, record: Record, field: Field, text: str, place: str = "") -> None:
        """Keep what stands in a field; `place` where that of a blank record is another than its own."""
        key = (record.id, field.name)
        if case.find(record.id) is None:
            place = place or place_of_blank(record)
        draft = Draft(case.id, record.record_kind, record.id, place, field.name, text)
        if self._held.get(key) != draft:
            self._held.pop(key, None)  # the latest stands last
            self._held[key] = draft
            self._touch()

    def keep_line(self, case: Case, record: Record, name: str, text: str) -> None:
        """Keep what stands in a line about a record, such as its note; nothing where it stands empty."""
        if not text.strip():
            if self.has_line(record.id, name):
                self.forget(record.id, name)
                self.write()  # stored or given up: it must not be offered again
        elif self.line(record.id, name) != text:
            place = "" if case.find(record.id) else place_of_blank(record)
            self._held[record.id, name] = Draft(case.id, record.record_kind, record.id, place, name, text)
            self._touch()

    def line(self, record: RecordId, name: str) -> str:
        """What stood in a line about a record, "" for nothing; it is not adrift any more."""
        held = self._held.get((record, name))
        self._adrift.discard((record, name))
        return held.text if held else ""

    def has_line(self, record: RecordId, name: str) -> bool:
        """Whether something stands in a line about a record."""
        return bool(self._held) and (record, name) in self._held

    def lines(self, name: str) -> tuple[RecordId, ...]:
        """The records that have a text in a line of this name."""
        return tuple(record for record, line in self._held if line == name)

    def forget(self, record: RecordId, field: str) -> None:
        """It was stored or given up."""
        self._adrift.discard((record, field))
        if self._held.pop((record, field), None) is not None:
            self._touch()

    def release(self, record: Record) -> None:
        """Set adrift what was typed for a blank record that is shown no longer."""
        if self._held:
            self._adrift |= {key for key in self._held if key[0] == record.id}

    def of_stored(self, case: Case) -> tuple[tuple[Record, Draft], ...]:
        """What is adrift and belongs to records of the case; those of records that are gone are forgotten."""
        found: list[tuple[Record, Draft]] = []
        for key in [key for key in self._adrift if self._held[key].case == case.id]:
            draft, record = self._held[key], case.find(key[0])
            if record is not None and of_a_line(draft.field):
                continue  # whoever shows the line asks for it
            if record is not None:
                self._adrift.discard(key)
                found.append((record, draft))
            elif not draft.place:
                self.forget(*key)
        return tuple(found)

    def of_blank(self, case: RecordId, record: Record) -> tuple[Draft, ...]:
        """What is adrift and was typed for a blank record such as this, which has it from now on."""
        if not self._adrift:
            return ()
        place = place_of_blank(record)
        found: list[Draft] = []
        for key in [k for k in self._adrift if self._is_for(self._held[k], case, record, place)]:
            draft = replace(self._held.pop(key), record=record.id)
            self._adrift.discard(key)
            self._held[record.id, draft.field] = draft
            found += [draft] * (not of_a_line(draft.field))  # whoever shows the line asks for it
        return tuple(found)

    @staticmethod
    def _is_for(draft: Draft, case: RecordId, record: Record, place: str) -> bool:
        return (draft.case, draft.kind, draft.place) == (case, record.record_kind, place)

    def close(self) -> None:
        """Keep what is still there, and let go."""
        if self._later.isActive():
            self.write()
        self._drafts.close()

    def _touch(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def write(self) -> None:
        """Have all of it on the disk now: for a field that was left."""
        self._later.stop()
        try:
            self._drafts.keep(tuple(self._held.values()))
        except StoreError as words:
            if not self._refused:
                self.said.emit(str(words))
            self._refused = True
        else:
            self._refused = False
