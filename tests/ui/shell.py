"""A real window on a real registry, and small cases to put into it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.choices import Lineage, Origin, Purpose, Sex, Status
from aic_desktop.domain.records import Cytopenia, FollowUp, Patient, Record, Treatment
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.services.example import example_changes
from aic_desktop.services.registry import Registry
from aic_desktop.ui.ask import FileWish
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.settings import Settings


def small_case(
    code: str,
    *lineages: Lineage,
    disease: str = "",
    agent: str = "",
    status: Status | None = None,
    case_id: str = "",
) -> list[Record]:
    """A patient with the lineages as one episode, one treatment and one follow-up."""
    me = case_id or new_id()
    records: list[Record] = [
        Patient(id=me, code=code, origin=Origin.OWN, sex=Sex.FEMALE, disease=disease or None)
    ]
    records += [
        Cytopenia(id=new_id(), owner=me, position=place, episode=1, lineage=lineage)
        for place, lineage in enumerate(lineages)
    ]
    if agent:
        records.append(Treatment(id=new_id(), owner=me, agent=agent, purpose=Purpose.CYTOPENIA))
    if status:
        records.append(FollowUp(id=new_id(), owner=me, day=TimePoint.on_day(400), status=status))
    return records


def put(registry: Registry, *cases: Iterable[Record]) -> None:
    """Store cases in one step."""
    changes = [Insertion(records[0].id, record) for records in map(list, cases) for record in records]
    registry.cases.apply(ChangeSet("Add cases", tuple(changes)))


class Answers:
    """Stands in for the file dialogs: gives the next path at once, and keeps what was asked."""

    def __init__(self, *paths: Path | str) -> None:
        self.paths = [str(path) for path in paths]
        self.wishes: list[FileWish] = []

    def __call__(self, _parent: QWidget, wish: FileWish, then: Callable[[str], None]) -> None:
        self.wishes.append(wish)
        if self.paths:
            then(self.paths.pop(0))


class Shell:
    """A window, and the registries it was given."""

    def __init__(self, folder: Path, answers: Answers) -> None:
        self.opened: list[Registry] = []
        self.answers = answers
        self.settings = Settings(folder / "settings.ini")
        self.window = MainWindow(self._open, self.settings, answers, bootstrap.backups)
        self.window.resize(1280, 800)

    def _open(self, location: str, create: bool) -> Registry:
        registry = bootstrap.registry(location, create)
        self.opened.append(registry)
        return registry

    @property
    def registry(self) -> Registry:
        return self.opened[-1]

    @property
    def codes(self) -> list[str]:
        """The patient codes that the list shows."""
        assert self.window.desk is not None
        return [row.code for row in self.window.desk.list.shown()]

    @property
    def code(self) -> str:
        """The code of the case in hand, "" for none."""
        desk = self.window.desk
        return desk.cases.open(desk.case_id).patient.code or "" if desk and desk.case_id else ""


def show(qtbot: QtBot, widget: QWidget, width: int = 1040, height: int = 500) -> None:
    """Put a widget on the screen with the focus, for as long as the test lasts."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def cohort_shown(folder: Path, qtbot: QtBot) -> Iterator[Shell]:
    """The window on the published patients and P3, with the cohort counted and in front."""
    file = str(folder / "registry.aic")
    registry = bootstrap.registry(file, True)
    registry.cases.apply(example_changes())
    put(registry, small_case("P3", Lineage.NEUTROPHILS, agent="rituximab", status=Status.ALIVE))
    registry.cases.close()
    shell = Shell(folder, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitExposed(shell.window):
        shell.window.show()
    shell.window.activateWindow()
    shell.window.files.open(file)
    qtbot.waitUntil(lambda: shell.code == "P1")
    shell.window.actions_["cohort"].trigger()
    qtbot.waitUntil(lambda: shell.window.desk is not None and not shell.window.desk.counting)
    yield shell
    shell.window.close()
