"""The lists behind list, Table 1 and patients: Qt's own checks, and rows that stay are never reset."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage, Origin, Sex, Status
from aic_desktop.domain.records import Cytopenia, Patient, Treatment
from aic_desktop.reporting.cohort import PATIENT_COLUMNS, PatientRow, cohort_of, headings, table1
from aic_desktop.services.case_rows import row_of
from aic_desktop.services.example import published_cases
from aic_desktop.services.ports import CaseRow
from aic_desktop.ui.models.case_list import ROW, CaseListModel
from aic_desktop.ui.models.patients import PatientTable, sorting_key
from aic_desktop.ui.models.table1 import Table1Model

pytestmark = pytest.mark.usefixtures("qapp")
P, R, N, E = Lineage.PLATELETS, Lineage.RED_CELLS, Lineage.NEUTROPHILS, Lineage.RED_CELL_PRECURSORS


def row(
    code: str, *lineages: tuple[int, Lineage], disease: str = "", agents: tuple[str, ...] = ()
) -> CaseRow:
    return CaseRow(code, code, Origin.OWN, Sex.MALE, disease, lineages, frozenset(agents), Status.DEAD)


ROWS = (
    row("P1", (1, P), disease="lrba_deficiency", agents=("daratumumab", "rituximab")),
    row("P2", (1, P), (1, R), disease="cd40l_deficiency", agents=("rituximab",)),
    row("P3", (1, R), disease="Sneddon's disease"),
    row("P4", (1, P), (2, R)),
    row("P5", (1, E)),
    row("P6"),
    row("P10", (1, N)),
)


@pytest.fixture
def cases() -> CaseListModel:
    model = CaseListModel()
    model.fill(ROWS)
    return model


def shown(model: CaseListModel) -> list[str]:
    return [row.code for row in model.shown()]


def test_case_list_is_a_sound_model(cases: CaseListModel, qtmodeltester) -> None:
    qtmodeltester.check(cases)
    cases.narrow("p1", "")
    cases.fill(ROWS[2:])
    cases.narrow("", "")
    cases.fill(())
    cases.fill(ROWS)


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("", "", ["P1", "P2", "P3", "P4", "P5", "P6", "P10"]),
        ("p1", "", ["P1", "P10"]),
        ("LRBA", "", ["P1"]),
        ("x-linked hyper", "", ["P2"]),  # an alias of the disease
        ("dara", "", ["P1"]),  # an alias of the agent
        ("rtx", "", ["P1", "P2"]),
        ("rituximab evans", "", ["P2"]),
        ("sneddon", "", ["P3"]),  # free text
        ("evans", "", ["P2"]),
        ("aiha", "", ["P3", "P4"]),
        ("", "AIT", ["P1", "P4"]),
        ("", "AIHA", ["P3", "P4"]),
        ("", "Evans syndrome", ["P2"]),
        ("", "PRCA", ["P5"]),
        ("", "AIN", ["P10"]),
        ("p1", "AIN", ["P10"]),
        ("nobody", "", []),
    ],
)
def test_search_and_filter(cases: CaseListModel, text: str, kind: str, codes: list[str]) -> None:
    cases.narrow(text, kind)
    assert shown(cases) == codes
    assert cases.total == len(ROWS)


def test_a_case_is_read_out_whole(cases: CaseListModel) -> None:
    read_out = cases.index(1).data()
    assert read_out == "P2, Evans syndrome, CD40 ligand deficiency, male, dead"
    assert cases.index(5).data() == "P6, no cytopenia entered, male, dead"
    assert cases.index(1).data(ROW) is ROWS[1]


def test_one_changed_case_touches_one_row(cases: CaseListModel) -> None:
    told: list[tuple[str, int, int]] = []
    cases.dataChanged.connect(lambda first, last: told.append(("changed", first.row(), last.row())))
    cases.rowsInserted.connect(lambda _, first, last: told.append(("inserted", first, last)))
    cases.rowsRemoved.connect(lambda _, first, last: told.append(("removed", first, last)))
    cases.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    cases.replace(row("P3", (1, N)))
    assert told == [("changed", 2, 2)]
    told.clear()
    cases.fill((*ROWS[:2], row("P3", (1, N)), *ROWS[4:]))
    assert told == [("removed", 3, 3)]
    told.clear()
    cases.fill((*ROWS[:2], row("P3", (1, N)), *ROWS[3:]))
    assert told == [("inserted", 3, 3)]


def test_a_changed_case_is_found_by_what_it_is_now(cases: CaseListModel) -> None:
    cases.narrow("sneddon", "")
    cases.replace(row("P3", disease="lrba_deficiency"))
    assert shown(cases) == []
    cases.narrow("lrba", "")
    assert shown(cases) == ["P1", "P3"]


@given(st.lists(st.lists(st.integers(0, 12), unique=True, max_size=12), max_size=5))
def test_whatever_is_filled_in_is_shown_and_marks_follow_their_case(fillings: list[list[int]]) -> None:
    model = CaseListModel()
    for filling in fillings:
        held = {row.id: QPersistentModelIndex(model.index_of(row.id)) for row in model.shown()}
        rows = tuple(row(f"P{number:02}") for number in sorted(filling))
        model.fill(rows)
        assert model.shown() == rows
        for case_id, index in held.items():
            if index.isValid():
                assert model.row_at(index).id == case_id


def variants() -> Iterator[Case]:
    """Cases in which the line of the list hangs on more than one record."""
    yield from published_cases()
    yield Case(Patient(id="a"))
    yield Case(
        Patient(id="b", code="B", sex=Sex.FEMALE),
        cytopenias=(Cytopenia(id="c", owner="b", lineage=P), Cytopenia(id="d", owner="b", episode=2)),
        treatments=(Treatment(id="t", owner="b", agent="rituximab"),),
    )


def test_the_line_of_a_case_in_hand_is_that_of_the_registry(tmp_path) -> None:
    from aic_desktop import bootstrap
    from aic_desktop.domain.changes import ChangeSet, insertions

    registry = bootstrap.registry(str(tmp_path / "r.aic"), True)
    for case in variants():
        registry.cases.apply(ChangeSet("Add", tuple(insertions(case))))
    stored = {row.id: row for row in registry.cases.rows()}
    assert {case.id: row_of(case) for case in registry.cases.every()} == stored
    assert len(stored) == 4
    registry.cases.close()


def patient(code: str, **cells: str) -> PatientRow:
    return PatientRow(code, tuple({"code": code, **cells}.get(column, "") for column in PATIENT_COLUMNS))


@pytest.fixture
def patients() -> PatientTable:
    model = PatientTable()
    rows = (
        patient("P1", onset="+58..61", doses="6"),
        patient("P2", onset="+7"),
        patient("P10", onset=">=+200", doses="11"),
        patient("P11", onset="-3", doses="2"),
    )
    model.fill(headings("daratumumab"), rows)
    return model


def test_patients_are_a_sound_model(patients: PatientTable, qtmodeltester) -> None:
    qtmodeltester.check(patients)
    patients.sort(3, Qt.SortOrder.DescendingOrder)


@pytest.mark.parametrize(
    ("column", "order", "codes"),
    [
        ("onset", Qt.SortOrder.AscendingOrder, ["P11", "P2", "P1", "P10"]),
        ("doses", Qt.SortOrder.AscendingOrder, ["P11", "P1", "P10", "P2"]),
        ("doses", Qt.SortOrder.DescendingOrder, ["P10", "P1", "P11", "P2"]),
        ("code", Qt.SortOrder.AscendingOrder, ["P1", "P2", "P10", "P11"]),
    ],
)
def test_columns_sort_by_value_and_blanks_come_last(patients, column: str, order, codes: list[str]) -> None:
    held = QPersistentModelIndex(patients.index(2, 0))
    patients.sort(list(PATIENT_COLUMNS).index(column), order)
    assert [row.id for row in (patients.row_at(patients.index(i, 0)) for i in range(4))] == codes
    assert patients.row_at(held).id == "P10"


def test_a_hyphen_in_a_code_is_no_minus() -> None:
    assert sorted(["P-10", "P-2"], key=lambda code: sorting_key(code, code=True)) == ["P-2", "P-10"]


def test_table1_is_a_sound_model_and_holds_every_figure(qtmodeltester) -> None:
    table = table1(cohort_of(published_cases()))
    model = Table1Model()
    model.fill(table, QColor("#666666"))
    qtmodeltester.check(model)
    figures = [line[1] for line in model.grid() if line[1]]
    assert sorted(figures[1:]) == sorted(row.text for row in table.rows)
    names = {line[0].strip() for line in model.grid()}
    assert {row.section for row in table.rows} <= names
    model.fill(table1(cohort_of([])), QColor("#666666"))
    assert model.grid()[1:] == [("Patients", "0")]
