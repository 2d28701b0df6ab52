"""The data dictionary: one row per column of every file, so that a statistician needs nothing else."""

from collections.abc import Iterator, Mapping

from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import SHIPPED, Analyte, Code, Codes
from aic_desktop.domain.records import RECORD_OF, RECORDS, Record
from aic_desktop.domain.spec import ANY_RECORD, Field, Kind
from aic_desktop.domain.units import Units
from aic_desktop.reporting.tabular.columns import (
    FORMAT,
    NOTES,
    Column,
    Part,
    columns_of,
)

COLUMNS = (
    "file",
    "column",
    "label",
    "type",
    "unit",
    "levels",
    "missing",
    "identifying",
    "help",
    "version",
)


def dictionary_rows(with_identifiers: bool, codes: Codes = SHIPPED) -> Iterator[Mapping[str, str]]:
    """A row per column of the export of this mode, in the order of files and columns; `codes` its lists."""
    for record in RECORDS:
        for column in columns_of(record, with_identifiers):
            cells = (
                _field_cells(column, codes) if column.field and column.part else _key_cells(record, column)
            )
            yield _dictionary_row(record.record_kind, column.name, column.identifying, cells)
    if with_identifiers:
        for name, cells in _NOTE_CELLS.items():
            yield _dictionary_row(NOTES, name, name == "note", cells)


def _dictionary_row(kind: str, column: str, identifying: bool, cells: Mapping[str, str]) -> Mapping[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    marked = "yes" if identifying else "no"
    return {**row, **cells, "file": f"{kind}.csv", "column": column, "identifying": marked, "version": FORMAT}


def _key_cells(record: type[Record], column: Column) -> Mapping[str, str]:
    if column.name == "patient":
        text = "Pseudonym, the same in all files; the record's id where no code was given"
        return {"label": "Patient code", "type": "key", "missing": "never", "help": text}
    if column.name == "id":
        text = "Unique over all files; it tells nothing of time or place"
        return {"label": "Record", "type": "record", "missing": "never", "help": text}
    owner = RECORD_OF[record.owner_kind]
    text = f"The id in {owner.record_kind}.csv of the {owner.title.lower()} it belongs to"
    return {"label": owner.title, "type": "record", "missing": "never", "help": text}


def _field_cells(column: Column, codes: Codes) -> Mapping[str, str]:
    assert column.field is not None
    assert column.part is not None
    field, part = column.field, column.part
    helps = (field.spec.help if not part.suffix else "", part.help, _link_help(field, part))
    return {
        "label": field.label,
        "type": part.type,
        "unit": _unit(field, part),
        "levels": _levels(field, part, codes),
        "missing": _missing(field, part),
        "help": ". ".join(text for text in helps if text),
    }


def _link_help(field: Field, part: Part) -> str:
    if part.type != "record":
        return ""
    return "In the file of any record" if field.spec.link == ANY_RECORD else f"In {field.spec.link}.csv"


def _missing(field: Field, part: Part) -> str:
    return (
        "blank where there is a value or no reason" if part.suffix == "_missing" else f"{field.name}_missing"
    )


def _unit(field: Field, part: Part) -> str:
    if part.type == "day":
        return "d after HSCT"
    if part.type == "age in days":
        return "d"
    if part.type != "number":
        return ""
    return (field.spec.units and field.spec.units.canonical) or f"see {field.name}_unit"


def _levels(field: Field, part: Part, codes: Codes) -> str:
    if part.suffix == "_missing":
        return _joined({reason.value: reason.label for reason in MissingReason})
    if part.type == "unit" and field.spec.units:
        return "|".join(_allowed(field.spec.units))
    if field.choice and not part.suffix:
        return _joined({choice.value: choice.label for choice in field.choice})
    if field.kind is Kind.CODE and not part.suffix:
        own = codes.own(field.spec.codes)
        return _joined({c.id: _code_words(c, c.id in own) for c in codes.listed(field.spec.codes).values()})
    return ""


def _code_words(code: Code, own: bool) -> str:
    """The label, and what else has to be known: an analyte's unit, that the registry has added the code."""
    told = [code.units.canonical or ""] if isinstance(code, Analyte) else []
    told += ["added by this registry"] if own else []
    return f"{code.label} ({', '.join(told)})" if told else code.label


def _allowed(units: Units) -> list[str]:
    return [
        *([units.canonical] if units.canonical else []),
        *(u for u in units.accepted if u != units.canonical),
    ]


def _joined(levels: Mapping[str, str]) -> str:
    """`code=label`, joined with `|`; the code alone where it has no label."""
    return "|".join(f"{code}={label}" if label else code for code, label in levels.items())


_NOTE_CELLS: Mapping[str, Mapping[str, str]] = {
    "patient": {"label": "Patient code", "type": "key", "missing": "never"},
    "record": {
        "label": "Record kind",
        "type": "choice",
        "levels": _joined({record.record_kind: record.title for record in RECORDS}),
        "missing": "never",
    },
    "id": {
        "label": "Record",
        "type": "record",
        "missing": "never",
        "help": "The record whose field is noted upon",
    },
    "field": {
        "label": "Field",
        "type": "text",
        "missing": "never",
        "help": "The name of the field in its file",
    },
    "note": {"label": "Note", "type": "text", "missing": "never", "help": "As entered beside the value"},
}
