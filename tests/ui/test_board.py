"""The board says which cases lack what, keeps in step with every change, and leads to the very field."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QTabWidget

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.choices import Lineage, MissingReason, Sex, Status
from aic_desktop.domain.records import Cell
from aic_desktop.reporting.completeness import completeness
from aic_desktop.services.cohort import CohortState
from aic_desktop.services.completeness import CompletenessBoard
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.ports import StoreError
from aic_desktop.ui.commands import TABS
from aic_desktop.ui.models.board import COLUMNS, BoardModel
from aic_desktop.ui.pages.board import BoardPage
from tests.ui.shell import Answers, Shell, put, small_case
from tests.ui.typist import write

COLUMN = {column.heading: place for place, column in enumerate(COLUMNS)}
ONSET, SEX, LAST_SEEN = (COLUMN[name] for name in ("Onset", "Sex", "Last seen"))


@pytest.fixture
def shell(tmp_path: Path, qtbot) -> Iterator[Shell]:
    """The window on the published patients and two bare ones, with the board shown."""
    file = str(tmp_path / "registry.aic")
    registry = bootstrap.registry(file, True)
    registry.cases.apply(example_changes())
    put(
        registry,
        small_case("P3", Lineage.NEUTROPHILS, agent="rituximab", status=Status.ALIVE),
        small_case("P4", Lineage.PLATELETS),
    )
    registry.cases.close()
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitExposed(shell.window):
        shell.window.show()
    shell.window.activateWindow()
    shell.window.files.open(file)
    qtbot.waitUntil(lambda: shell.code == "P1")
    show_board(shell, qtbot)
    yield shell
    shell.window.close()


def show_board(shell: Shell, qtbot) -> None:
    shell.window.actions_["completeness"].trigger()
    qtbot.waitUntil(lambda: not shell.window.desk.counting)


@pytest.fixture
def page(shell: Shell) -> BoardPage:
    found = shell.window.desk.findChild(BoardPage)
    assert isinstance(found, BoardPage)
    return found


def codes(page: BoardPage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def cell(page: BoardPage, code: str, column: int) -> QModelIndex:
    return page.model.index(codes(page).index(code), column)


def words(widget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def front(shell: Shell) -> str:
    tabs = shell.window.desk.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    return TABS[tabs.currentIndex()][0]


def test_marks_numbers_and_words(page: BoardPage) -> None:
    assert codes(page) == ["P1", "P2", "P3", "P4"]
    assert [cell(page, code, LAST_SEEN).data() for code in codes(page)] == ["●", "●", "●", "·"]
    assert page.model.blanks(LAST_SEEN) == 1
    assert page.model.summary(LAST_SEEN) == "Day of the last follow-up: 1 of 4 blank"
    assert "Completeness of 4 cases" in words(page)
    assert "2 with nothing blank" in words(page)
    page.table.setCurrentIndex(cell(page, "P4", LAST_SEEN))
    assert "P4, Day of the last follow-up: blank, unexplained" in words(page)
    tip = cell(page, "P4", LAST_SEEN).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "P4, Day of the last follow-up: blank, unexplained"


def test_enter_goes_to_the_very_cell_of_a_table(shell: Shell, page: BoardPage, qtbot) -> None:
    page.table.setCurrentIndex(cell(page, "P3", ONSET))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert (shell.code, front(shell)) == ("P3", "cytopenia")
    table = QApplication.focusWidget()
    assert isinstance(table, QTableView)
    assert table.model().headerData(table.currentIndex().column(), Qt.Orientation.Horizontal) == "Onset"


def test_what_is_entered_there_is_filled_when_the_board_comes_back(
    shell: Shell, page: BoardPage, qtbot
) -> None:
    page.table.setCurrentIndex(cell(page, "P3", COLUMN["Age"]))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    write("6 a")
    show_board(shell, qtbot)  # the field in hand is stored on the way
    assert cell(page, "P3", COLUMN["Age"]).data() == "●"
    assert page.model.row_at(page.table.currentIndex()).code == "P3"
    assert page.table.currentIndex().column() == COLUMN["Age"]
    assert page.table.hasFocus()


def test_a_click_leads_to_a_field_of_a_form(shell: Shell, page: BoardPage, qtbot) -> None:
    where = page.table.visualRect(cell(page, "P2", SEX)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert (shell.code, front(shell)) == ("P2", "patient")
    assert QApplication.focusWidget().accessibleName() == "Sex"


@pytest.mark.parametrize(
    ("heading", "tab"), [("Donor", "transplant"), ("Last seen", "follow_up"), ("Counts", "counts")]
)
def test_where_there_is_no_record_the_tab_to_make_one_is_shown(
    shell: Shell, page: BoardPage, qtbot, heading: str, tab: str
) -> None:
    page.table.setCurrentIndex(cell(page, "P4", COLUMN[heading]))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert (shell.code, front(shell)) == ("P4", tab)


def test_the_patient_code_opens_the_case_as_it_was_left(shell: Shell, page: BoardPage, qtbot) -> None:
    page.table.setCurrentIndex(cell(page, "P4", 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shell.code == "P4"
    assert not page.isVisible()


def test_space_sorts_by_the_column_what_is_blank_first(page: BoardPage, qtbot) -> None:
    page.table.setCurrentIndex(cell(page, "P3", LAST_SEEN))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert codes(page) == ["P4", "P1", "P2", "P3"]
    assert page.model.row_at(page.table.currentIndex()).code == "P3"
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert codes(page)[-1] == "P4"
    page.table.sortByColumn(COLUMN["% complete"], Qt.SortOrder.AscendingOrder)
    assert codes(page)[:2] == ["P4", "P3"]
    page.table.sortByColumn(COLUMN["Warnings"], Qt.SortOrder.AscendingOrder)
    most = int(page.model.index(0, COLUMN["Warnings"]).data())
    assert most == max(row.checks[1] for row in page._board.rows(page._cases))


def test_typing_narrows_list_and_board(shell: Shell, page: BoardPage, qtbot) -> None:
    qtbot.keyClicks(page.table, "r")
    search = shell.window.desk.list.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "itux")
    qtbot.waitUntil(lambda: "P4" not in codes(page))
    assert "P3" in codes(page)
    search.setText("nobody")
    qtbot.waitUntil(lambda: "No case to look at" in words(page))


def test_one_change_redraws_one_row(shell: Shell, page: BoardPage, qtbot) -> None:
    drawn: list[int] = []
    page.model.dataChanged.connect(lambda first, last: drawn.extend(range(first.row(), last.row() + 1)))
    page.model.modelReset.connect(lambda: drawn.append(-1))
    cases = shell.registry.cases
    case = cases.open(cases.id_of("P3"))
    reason = Cell(missing=MissingReason.NOT_REPORTED)
    cases.apply(ChangeSet("sex", (edit(case, case.patient, "sex", reason),)))
    qtbot.waitUntil(lambda: cell(page, "P3", SEX).data() == "○")
    assert drawn == [codes(page).index("P3")]
    assert "not reported" in cell(page, "P3", SEX).data(Qt.ItemDataRole.ToolTipRole)
    cases.undo()
    qtbot.waitUntil(lambda: cell(page, "P3", SEX).data() == "●")
    assert len(drawn) == 2


def test_what_another_program_changed_is_seen_when_the_board_is_opened(
    shell: Shell, page: BoardPage, tmp_path: Path, qtbot
) -> None:
    shell.window.actions_["completeness"].trigger()
    assert not page.isVisible()
    other = bootstrap.registry(str(tmp_path / "registry.aic"))
    case = other.cases.open(other.cases.id_of("P4"))
    other.cases.apply(ChangeSet("sex", (edit(case, case.patient, "sex", Cell()),)))
    other.cases.close()
    show_board(shell, qtbot)
    assert cell(page, "P4", SEX).data() == "·"


def test_a_deleted_case_leaves_the_board(shell: Shell, page: BoardPage, qtbot) -> None:
    page.table.setCurrentIndex(cell(page, "P4", 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    shell.window.actions_["delete_case"].trigger()
    show_board(shell, qtbot)
    assert codes(page) == ["P1", "P2", "P3"]
    shell.registry.cases.undo()
    qtbot.waitUntil(lambda: codes(page) == ["P1", "P2", "P3", "P4"])


def test_many_cases_are_counted_in_portions(shell: Shell, page: BoardPage, qtbot) -> None:
    said: list[str] = []
    tell = page._title.setText
    page._title.setText = lambda text: (said.append(text), tell(text))[1]  # type: ignore[method-assign]
    put(shell.registry, *(small_case(f"Q{number}") for number in range(35)))
    qtbot.waitUntil(lambda: page.model.rowCount() == 39 and not page.busy)
    assert [text for text in said if "counting" in text] == [
        f"Completeness: counting {done} of 39 …" for done in (9, 14, 19, 24, 29, 34)
    ]
    assert said[-1].startswith("Completeness of 39 cases")


def test_the_header_of_the_case_gives_its_share(shell: Shell, page: BoardPage) -> None:
    shown = page.model.row_at(cell(page, "P3", 0))
    shell.window.desk.open_case(shown.id)
    assert f"{shown.percent} % complete" in words(shell.window.desk)


class Refusing:
    """A registry whose disk has gone."""

    def state(self, _since: int) -> CohortState:
        raise StoreError("The disk is gone.")

    def cases(self, _ids: Collection[str]) -> Iterator[Case]:
        raise AssertionError


def test_what_cannot_be_read_is_said(qtbot) -> None:
    page = BoardPage(CompletenessBoard(Refusing()))
    qtbot.addWidget(page)
    said: list[str] = []
    page.said.connect(said.append)
    page.show()
    qtbot.waitUntil(lambda: said == ["The disk is gone."])
    assert not page.busy


def test_the_model_keeps_the_rules_of_qt(qtmodeltester) -> None:
    model = BoardModel()
    rows = tuple(completeness(case) for case in published_cases())
    model.fill(rows, QColor("red"))
    qtmodeltester.check(model)
    assert model.index(0, SEX).data(Qt.ItemDataRole.BackgroundRole) is None
    bare = published_cases()[0].patient.with_cell("sex", Cell())
    assert bare.sex is not Sex.FEMALE
    model.fill((completeness(Case(bare)),), QColor("red"))
    assert model.index(0, SEX).data(Qt.ItemDataRole.BackgroundRole) == QColor("red")
    assert model.words(model.index(0, 0)).startswith("P1: blank are Sex, Blood groups")
