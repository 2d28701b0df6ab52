"""Whatever nobody caught is said calmly, and written down without a word of any patient."""

import sys
import threading
from pathlib import Path

import pytest

from aic_desktop.domain.problem import Problem
from aic_desktop.services.ports import StoreError
from aic_desktop.ui.errors import KEPT_REPORTS, Unexpected

pytestmark = pytest.mark.usefixtures("qapp")
SECRET = "Erika Mustermann, P7"


@pytest.fixture
def net(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    return Unexpected(tmp_path / "reports")


def fall(net: Unexpected, error: Exception) -> list[str]:
    """Raise where locals hold a patient's name, and let it fall into the net."""
    said: list[str] = []
    net.said.connect(said.append)
    patient = SECRET
    try:
        try:
            raise KeyError(patient)
        except KeyError as cause:
            raise error from cause
    except type(error) as caught:
        net.catch(type(caught), caught, caught.__traceback__)
    net.said.disconnect(said.append)
    return said


def test_a_report_tells_where_and_never_what(net: Unexpected, tmp_path: Path, capsys) -> None:
    said = fall(net, ValueError(f"could not convert {SECRET}"))
    (report,) = (tmp_path / "reports").iterdir()
    text = report.read_text("utf-8")
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_shell_errors.py" in text
    assert str(report) in said[0]
    assert "saved" in said[0]
    for words in (text, said[0], capsys.readouterr().err):
        assert "Mustermann" not in words
        assert "P7" not in words
    assert "rror" not in said[0]


def test_the_same_fall_is_reported_once(net: Unexpected, tmp_path: Path) -> None:
    said = [words for _ in range(5) for words in fall(net, ValueError("again"))]
    assert len(said) == 1
    assert len(list((tmp_path / "reports").iterdir())) == 1


@pytest.mark.parametrize("words", [Problem("This case is gone."), StoreError("The disk is full.")])
def test_what_is_in_words_is_said_and_not_reported(net: Unexpected, tmp_path: Path, words) -> None:
    assert fall(net, words) == [str(words)]
    assert not (tmp_path / "reports").exists()


def test_where_no_report_can_be_written_it_is_said_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = fall(Unexpected(tmp_path / "file" / "reports"), ValueError("x"))
    assert len(said) == 1
    assert "report" not in said[0]


def test_old_reports_make_room(net: Unexpected, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(KEPT_REPORTS + 5):
        (folder / f"report-2020{number:04}.txt").write_text("old")
    fall(net, ValueError("new"))
    kept = sorted(file.name for file in folder.iterdir())
    assert len(kept) == KEPT_REPORTS
    assert not kept[-1].startswith("report-2020")


def test_an_exception_in_a_slot_and_in_a_thread_is_caught(net: Unexpected, qtbot) -> None:
    net.install()

    def fail() -> None:
        raise ValueError(SECRET)

    with qtbot.waitSignal(net.said):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert sys.excepthook == net.catch
