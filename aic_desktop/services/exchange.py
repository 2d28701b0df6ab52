"""Export a registry to a folder of CSV files, and take such files back; see `reporting.tabular`."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, RECORDS, Patient
from aic_desktop.reporting.tabular import dictionary, sheet
from aic_desktop.reporting.tabular.columns import DICTIONARY, NOTE_COLUMNS, NOTES, columns_of, owner_column
from aic_desktop.reporting.tabular.deidentified import deidentified, lost_dates
from aic_desktop.reporting.tabular.rows import Row, note_rows, rows_of
from aic_desktop.services.intake import CsvFile, Refusal, Refused, insertions_from
from aic_desktop.services.ports import StoreError

_KINDS: Mapping[str, str] = {
    name: kind
    for kind, plural in (*((r.record_kind, r.collection) for r in RECORDS), (NOTES, "notes"))
    for name in (kind, f"{kind}s", plural)
}
_DICTIONARY_FILE = f"{DICTIONARY}.csv"
_OURS = {f"{kind}.csv" for kind in (*RECORD_OF, NOTES, DICTIONARY)}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds; `lost_dates` were left out because no day 0 makes days of them."""

    cases: int
    records: int
    lost_dates: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an import brings: one change set for `Cases.apply`, to be undone as one."""

    change_set: ChangeSet
    cases: int  # new ones
    records: int


def export(
    cases: Iterable[Case], folder: Path, with_identifiers: bool = False, codes: Codes = SHIPPED
) -> Exported:
    """Write the folder whole or not at all, in place of an earlier export; `codes` are the registry's lists.

    Raises Problem when the folder holds anything else, StoreError when it cannot be written.
    """
    folder = folder.resolve()
    staging = folder.with_name(f".{folder.name}.{token_hex(4)}.part")
    try:
        _check_target(folder)
        staging.mkdir(parents=True)
        done = _write(cases, staging, with_identifiers, codes)
        _move(staging, folder)
    except OSError as error:
        reason = f"The export could not be written to {folder}: {error.strerror or error}."
        raise StoreError(f"{reason} Make room or choose a folder that you may write to.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return done


def _check_target(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file. Name a folder for the export.")
    present = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    strange = [name for name in present if name not in _OURS]
    if strange:
        raise Problem(
            f"{folder} holds what is no part of an export ({strange[0]}). Name an empty or new folder."
        )
    if present and not _is_export(folder):
        raise Problem(f"{folder} is not an export of this program. Name an empty or new folder.")


def _is_export(folder: Path) -> bool:
    try:
        text = (folder / _DICTIONARY_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return False
    return text.startswith(sheet.written(dictionary.COLUMNS))


def _write(cases: Iterable[Case], folder: Path, with_identifiers: bool, codes: Codes) -> Exported:
    headers = {
        record.record_kind: tuple(column.name for column in columns_of(record, with_identifiers))
        for record in RECORDS
    }
    if with_identifiers:
        headers[NOTES] = NOTE_COLUMNS
    count = records = lost = 0
    with ExitStack() as stack:
        files = {kind: stack.enter_context(_new(folder / f"{kind}.csv", headers[kind])) for kind in headers}
        for case in cases:
            known = case if with_identifiers else deidentified(case)
            count, lost = count + 1, lost + (0 if with_identifiers else lost_dates(case))
            for kind, row in _rows(known, with_identifiers):
                files[kind].write(sheet.written(row[column] for column in headers[kind]))
                records += kind != NOTES
        about = stack.enter_context(_new(folder / _DICTIONARY_FILE, dictionary.COLUMNS))
        for row in dictionary.dictionary_rows(with_identifiers, codes):
            about.write(sheet.written(row[column] for column in dictionary.COLUMNS))
    return Exported(count, records, lost)


def _rows(case: Case, with_identifiers: bool) -> Iterator[tuple[str, Row]]:
    for record in RECORDS:
        for row in rows_of(case, record):
            yield record.record_kind, row
    if with_identifiers:
        for row in note_rows(case):
            yield NOTES, row


def _new(path: Path, header: Sequence[str]) -> TextIO:
    file = path.open("w", encoding="utf-8", newline="")
    file.write(sheet.written(header))
    return file


def _move(staging: Path, folder: Path) -> None:
    """Put the new folder in place of the old one, which is back if that fails."""
    if not folder.exists():
        staging.rename(folder)
        return
    aside = folder.with_name(f".{folder.name}.{token_hex(4)}.old")
    folder.rename(aside)
    try:
        staging.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def incoming(paths: Sequence[Path], present: Iterable[Case]) -> Incoming:
    """What folders or single CSV files bring to a registry that holds the cases `present`.

    Raises Refused with all that cannot be taken, Problem and StoreError when nothing can be read at all.
    """
    files: list[CsvFile] = []
    digests: list[str] = []
    refusals: list[Refusal] = []
    for path in _csv_files(paths):
        content = _content(path)
        digests.append(f"{path.name} SHA-256 {sha256(content).hexdigest()}")
        try:
            files.append(_opened(path, content))
        except Refused as refused:
            refusals += refused.refusals
    if refusals:
        raise Refused(refusals)
    changes = insertions_from(files, present)
    cases = sum(isinstance(change.record, Patient) for change in changes)
    what = counted(cases, "case") if cases else counted(len(changes), "record")
    source = paths[0].resolve().name if len(paths) == 1 else counted(len(files), "file")
    change_set = ChangeSet(f"Import of {what} from {source}", changes, "; ".join(digests))
    return Incoming(change_set, cases, len(changes))


def brought(found: Incoming) -> str:
    """What an import brings, in words: `2 new cases with 135 records`, `8 records`."""
    records = counted(found.records, "record")
    return f"{counted(found.cases, 'new case')} with {records}" if found.cases else records


def counted(number: int, noun: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _csv_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _csv_files_in(path)
        elif path.exists():
            yield path
        else:
            raise Problem(f"There is no file or folder {path}.")


def _csv_files_in(folder: Path) -> list[Path]:
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".csv" and p.stem != DICTIONARY)
    except OSError as error:
        raise StoreError(f"{folder} could not be read: {error.strerror or error}.") from error
    if not found:
        raise Problem(f"There is no CSV file in the folder {folder}.")
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path} could not be read: {error.strerror or error}.") from error


def _opened(path: Path, content: bytes) -> CsvFile:
    """The file with its header checked. Raises Refused."""
    try:
        table = sheet.read(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reason = "This is not UTF-8. Save it again as “CSV UTF-8”."
        raise Refused([Refusal(path.name, 0, "", reason)]) from None
    except sheet.BadLine as problem:
        raise Refused([Refusal(path.name, problem.number, "", str(problem))]) from None
    kind = _kind(path, table.header)
    if not kind:
        reason = f"Which records are these? Name the file after one of {', '.join(RECORD_OF)}."
        raise Refused([Refusal(path.name, 0, "", reason)])
    refusals = [
        Refusal(path.name, 1, column, reason) for column, reason in _header_faults(kind, table.header)
    ]
    if refusals:
        raise Refused(refusals)
    return CsvFile(path.name, kind, table)


def _kind(path: Path, header: Sequence[str]) -> str:
    """The record kind a file's name says, or else the only one that has all its columns; "" for none."""
    if named := _KINDS.get(path.stem.lower()):
        return named
    fitting = [kind for kind in (*RECORD_OF, NOTES) if header and set(header) <= set(_columns(kind))]
    return fitting[0] if len(fitting) == 1 else ""


def _columns(kind: str) -> tuple[str, ...]:
    if kind == NOTES:
        return NOTE_COLUMNS
    return tuple(column.name for column in columns_of(RECORD_OF[kind], with_identifiers=True))


def _header_faults(kind: str, header: Sequence[str]) -> Iterator[tuple[str, str]]:
    needed = NOTE_COLUMNS if kind == NOTES else ("patient", owner_column(RECORD_OF[kind]))
    for column in needed:
        if column and column not in header:
            yield column, "This column is needed and is not there."
    known = _columns(kind)
    for place, column in enumerate(header):
        if not column:
            yield column, f"Column {place + 1} has no name."
        elif column not in known:
            yield column, f"{kind}.csv has no such column; dictionary.csv of an export lists those it has."
        elif column in header[:place]:
            yield column, "This column is there twice."
