"""The case list at work: narrowed by the outcome, sorted by several columns, searched from within."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.choices import Lineage, Status
from aic_desktop.domain.codes import label_of
from aic_desktop.ui.case_list import CaseList
from aic_desktop.ui.models.case_list import type_label
from tests.ui.shell import Answers, Shell, put, small_case
from tests.ui.typist import Key, Modifier, focused, press, write

P, R, N, _ = Lineage


@pytest.fixture
def shell(tmp_path: Path, qtbot: QtBot) -> Iterator[Shell]:
    """A window on a registry of five cases, the first of them in hand."""
    location = str(tmp_path / "registry.aic")
    registry = bootstrap.registry(location, True)
    put(
        registry,
        small_case("P1", P, disease="lrba_deficiency", agent="daratumumab"),
        small_case("P2", P, R, disease="cd40l_deficiency", status=Status.DEAD),
        small_case("P3", P, disease="lrba_deficiency"),
        small_case("P4", N, disease="lrba_deficiency"),
        small_case("P10", R),
    )
    registry.cases.close()
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitExposed(shell.window):
        shell.window.show()
    shell.window.activateWindow()
    shell.window.files.open(location)
    qtbot.waitUntil(lambda: shell.code == "P1")
    yield shell
    shell.window.close()


@pytest.fixture
def cases(shell: Shell) -> CaseList:
    """Its case list."""
    assert shell.window.desk is not None
    return shell.window.desk.list


def test_the_dead_alone_are_shown_whatever_else_is_asked_for(shell: Shell, cases: CaseList) -> None:
    cases.dead.setFocus()
    press(Key.Key_Space)
    assert shell.codes == ["P2"]
    cases.search.setText("p1")
    assert shell.codes == []
    cases.widen()
    assert shell.codes == ["P1", "P2", "P3", "P4", "P10"]


def test_it_is_sorted_by_several_columns_from_the_keyboard(shell: Shell, cases: CaseList) -> None:
    press(Key.Key_S, Modifier.ControlModifier | Modifier.AltModifier)
    assert cases.order.isAncestorOf(focused())
    press(Key.Key_Right)
    press(Key.Key_Right)
    types = [type_label(row.lineages) for row in cases.shown()]
    assert types == ["AIHA", "AIN", "AIT", "AIT", "Evans syndrome"]
    press(Key.Key_Left)
    told = [(label_of("diseases", row.disease), type_label(row.lineages)) for row in cases.shown()]
    assert told == [
        ("CD40 ligand deficiency", "Evans syndrome"),
        ("LRBA deficiency", "AIN"),
        ("LRBA deficiency", "AIT"),
        ("LRBA deficiency", "AIT"),
        ("", "AIHA"),
    ]
    assert text(focused()) == "Disease ▲1"
    press(Key.Key_Space)
    assert text(focused()) == "Disease ▼1"
    assert shell.codes == ["P4", "P1", "P3", "P2", "P10"], "what is blank stays last"
    assert shell.code == "P1", "sorting opens no other case"
    assert cases.model.row_at(cases.view.currentIndex()).code == "P1"  # type: ignore[union-attr]


def test_the_order_is_kept_when_a_case_changes_and_when_the_list_is_narrowed(
    shell: Shell, cases: CaseList, qtbot: QtBot
) -> None:
    press(Key.Key_S, Modifier.ControlModifier | Modifier.AltModifier)
    press(Key.Key_Space)
    assert shell.codes == ["P10", "P4", "P3", "P2", "P1"]
    put(shell.registry, small_case("P5", P))
    qtbot.waitUntil(lambda: shell.codes == ["P10", "P5", "P4", "P3", "P2", "P1"])
    cases.search.setText("ait")
    assert shell.codes == ["P5", "P3", "P1"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("dead", ["P2"]), ("dara", ["P1"]), ("lrba ain", ["P4"]), ("XHIGM", ["P2"]), ("p1", ["P1", "P10"])],
)
def test_what_is_typed_is_found_by_code_disease_agent_type_and_outcome(
    shell: Shell, cases: CaseList, typed: str, found: list[str]
) -> None:
    cases.focus_search()
    write(typed)
    assert shell.codes == found


def test_letters_typed_into_the_list_go_on_in_the_search(shell: Shell, cases: CaseList) -> None:
    cases.view.setFocus()
    write("p10")
    assert cases.search.text() == "p10"
    assert shell.codes == ["P10"]
    press(Key.Key_Escape)
    assert len(shell.codes) == 5


def text(widget: QWidget) -> str:
    """The words on a button."""
    words = widget.property("text")
    assert isinstance(words, str)
    return words


def test_the_heads_are_one_stop_for_tab(cases: CaseList) -> None:
    cases.dead.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_Tab)
    assert cases.order.isAncestorOf(focused())
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is cases.view
