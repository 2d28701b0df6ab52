"""The one place where the layers meet; whatever takes long to import is imported when it is first needed."""

import getpass
import re
import signal
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aic_desktop.ui.display import check_display, drawing, offscreen, qt_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aic_desktop.domain.changes import ChangeSet
    from aic_desktop.reporting.scene import Options
    from aic_desktop.services.cases import Cases
    from aic_desktop.services.checks import RegistryReport
    from aic_desktop.services.cohort import Cohorts
    from aic_desktop.services.cohort_reports import CohortAsked
    from aic_desktop.services.comparing import Comparisons
    from aic_desktop.services.completeness import CompletenessBoard
    from aic_desktop.services.ports import CaseStore
    from aic_desktop.services.registry import Registry
    from aic_desktop.services.safekeeping import Backups
    from aic_desktop.store.cases import RegistryStore


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """What the command line says about a figure; names as they are typed."""

    zero: str = "hsct"
    analytes: tuple[str, ...] = ()
    width_mm: float = 170.0
    grey: bool = False
    days: tuple[float, float] | None = None
    together: bool = False


def open_registry(location: str | Path, create: bool = False) -> "RegistryStore":
    """The registry at a path or database URL; with `create`, a new one where there is none.

    Raises StoreError, in words, for whatever the disk, the file or the server refuses.
    """
    from aic_desktop.store.cases import RegistryStore
    from aic_desktop.store.migrate import open_database

    return RegistryStore(open_database(location, create))


def create_registry(location: str | Path) -> "RegistryStore":
    """A new, empty registry; StoreError where there is something already."""
    from aic_desktop.store.cases import RegistryStore
    from aic_desktop.store.migrate import create_database

    return RegistryStore(create_database(location))


def cases_of(store: "CaseStore") -> "Cases":
    """The use cases on a registry, every change in the name of whoever is logged in."""
    from aic_desktop.services.cases import Cases

    return Cases(store, login_name())


def registry(location: str, create: bool = False) -> "Registry":
    """An open registry with all its use cases, as the window is given it; refusals as of `open_registry`."""
    from aic_desktop.services.registry import Registry
    from aic_desktop.store.drafts import DraftFile
    from aic_desktop.store.place import caution
    from aic_desktop.store.settings import SettingTable

    store = open_registry(location, create)

    def cohorts() -> "Cohorts":
        from aic_desktop.services.cohort import Cohorts
        from aic_desktop.store.cohort import RegistryCohort

        return Cohorts(RegistryCohort(store.database))

    def board() -> "CompletenessBoard":
        from aic_desktop.services.completeness import CompletenessBoard
        from aic_desktop.store.cohort import RegistryCohort

        return CompletenessBoard(RegistryCohort(store.database))

    def comparisons() -> "Comparisons":
        from aic_desktop.services.comparing import Comparisons
        from aic_desktop.store.cohort import RegistryCohort

        return Comparisons(RegistryCohort(store.database))

    return Registry(
        cases_of(store),
        cohorts,
        board,
        comparisons,
        DraftFile(_draft_path(store)),
        SettingTable(store.database, login_name()),
        backups(location),
        caution(store.database.path) if store.database.path else "",
    )


def backups(location: str) -> "Backups | None":
    """The backups of a registry file, which may be damaged or gone; None for a server, which has its own."""
    from aic_desktop.store.backups import FileBackups

    return None if _is_url(location) else FileBackups(Path(location).expanduser().absolute())


def show_window(location: str | None) -> int:
    """The program's window until it is closed; the exit code. StoreError where there is no display."""
    check_display()
    with qt_in_words():
        from aic_desktop.ui.app import run
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would not hear of Ctrl+C; all is on the disk
    return run(location, registry, backups)


def login_name() -> str:
    """The name that the system knows the user by; “unknown” where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable, no such account, no accounts at all
        return "unknown"


def write_example(location: str) -> str:
    """A new registry with the two published patients; what was done, in words."""
    from aic_desktop.services.example import example_changes

    _create_with(location, example_changes())
    return f"{location} holds the two published patients."


def write_timeline(location: str, code: str, out: Path, asked: FigureAsked) -> str:
    """A patient's timeline as a figure; what was done, in words. Needs no display."""
    from aic_desktop.reporting.scene import timeline
    from aic_desktop.reporting.scene.asked import analytes_asked, zero_asked
    from aic_desktop.reporting.tabular.deidentified import deidentified

    with closing(open_registry(location)) as store:
        cases, options = cases_of(store), _chosen_options(store)
        case = deidentified(cases.open(cases.id_of(code)))
    panels = analytes_asked(case, asked.analytes) or options.panels
    scene = timeline(case, replace(options, panels=panels))
    zero = zero_asked(case, asked.zero)
    with drawing():
        from aic_desktop.ui.figure import Look, write_figure

        write_figure(scene, out, Look(asked.width_mm, asked.grey, zero, heights=options.heights))
    return f"The timeline of {code} is in {out}."


def write_report(location: str, code: str, out: Path, with_identifiers: bool, grey: bool) -> str:
    """A case on one page; what was done, in words. Needs no display."""
    from aic_desktop.services.registry import name_of
    from aic_desktop.services.reporting import report_of

    with closing(open_registry(location)) as store:
        cases, options = cases_of(store), _chosen_options(store)
        page = report_of(cases, cases.id_of(code), name_of(location), with_identifiers, options)
    with drawing():
        from aic_desktop.ui.figure_files import write_picture
        from aic_desktop.ui.report_page import report_picture

        write_picture(report_picture(page, grey), out)
    return f"The report of {code} is in {out}."


def write_comparison(location: str, codes: "Sequence[str]", out: Path, asked: FigureAsked) -> str:
    """Several patients on one axis as a figure; what was done, in words. Needs no display."""
    from aic_desktop.domain.codes import coded
    from aic_desktop.reporting.pictures import Asked
    from aic_desktop.services.comparing import Comparisons
    from aic_desktop.store.cohort import RegistryCohort

    analyte = coded("analytes", asked.analytes[0]) if asked.analytes else "platelets"
    with closing(open_registry(location)) as store:
        cases = cases_of(store)
        wanted = Asked(analyte, asked.zero, asked.days, asked.together, _chosen_options(store))
        ids = [cases.id_of(code) for code in codes] or [row.id for row in cases.rows()]
        found = Comparisons(RegistryCohort(store.database)).compare(wanted, ids)
    with drawing():
        from aic_desktop.ui.cohort_pictures.figure import write_figure

        write_figure(found, out, asked.width_mm, asked.grey)
    return "\n".join((f"{found.title}, in {out}.", *found.notes))


def cohort_report(location: str, asked: "CohortAsked") -> str:
    """The cohort as asked for: filtered, divided, counted, in one of its forms."""
    from aic_desktop.services import cohort_reports
    from aic_desktop.services.cohort import Cohorts
    from aic_desktop.services.filters import SavedFilters
    from aic_desktop.store.cohort import RegistryCohort
    from aic_desktop.store.settings import SettingTable

    with closing(open_registry(location)) as store:
        saved = SavedFilters(SettingTable(store.database, login_name()))
        cohorts = Cohorts(RegistryCohort(store.database))
        return cohort_reports.report(cohorts, saved, store.codes(), asked)


def export_registry(location: str, folder: Path, with_identifiers: bool) -> str:
    """Every record as CSV; what was done, in words."""
    from aic_desktop.services.exchange import counted, export

    with closing(open_registry(location)) as store:
        done = export(store.cases(), folder, with_identifiers, store.codes())
    exported = f"{counted(done.cases, 'case')} with {counted(done.records, 'record')}"
    lost = counted(done.lost_dates, "date")
    left_out = f" {lost} left out: no day 0 is known that makes days of them." if done.lost_dates else ""
    return f"{exported} exported to {folder}.{left_out}"


def import_files(location: str, paths: "Sequence[Path]", dry_run: bool) -> str:
    """Take in CSV files, into a new registry where there is none; what was done, in words."""
    from aic_desktop.services.exchange import brought, incoming

    new = not _is_url(location) and not Path(location).exists()
    with nullcontext() if new else closing(open_registry(location)) as store:
        found = incoming(paths, store.cases() if store else ())
        if dry_run:
            return f"Everything can be taken: {brought(found)}. Nothing was written."
        if store:
            cases_of(store).apply(found.change_set)
        else:
            _create_with(location, found.change_set)
    return f"{location} has taken {brought(found)}."


def check_registry(location: str) -> "RegistryReport":
    """What is wrong with the file, and what the clinical checks find in its cases."""
    from aic_desktop.services import checks

    with closing(open_registry(location)) as store:
        return checks.check_registry(store)


def make_backup(location: str) -> str:
    """A backup of a registry file; what was done, in words."""
    made = _file_backups(location).make()
    if made is None:
        return f"Nothing has changed since the latest backup of {location}."
    return f"The backup is {made.path}."


def list_backups(location: str) -> str:
    """The backups of a registry file, a line each."""
    found = _file_backups(location)
    lines = [f"{one.path.name}: {one.words}" for one in found.there()]
    return "\n".join(lines) or f"There is no backup in {found.folder}."


def restore_backup(location: str, name: str) -> str:
    """Put the backup of that name in the place of the registry; what was done, in words."""
    from aic_desktop.services.ports import StoreError

    found = _file_backups(location)
    backup = next((one for one in found.there() if one.path.name == name), None)
    if backup is None:
        raise StoreError(f"There is no backup “{name}” in {found.folder}. Nothing was changed.")
    aside = found.put_back(backup)
    return f"{location} is as it was on {backup.at:%Y-%m-%d %H:%M}. What it was before is {aside.path}."


def _file_backups(location: str) -> "Backups":
    from aic_desktop.services.ports import StoreError

    found = backups(location)
    if found is None:
        raise StoreError("The backups of a registry on a server are made there: ask whoever runs it.")
    return found


def take_screenshot(
    location: str | None, out: Path, patient: str | None, page: str | None, size: tuple[int, int]
) -> int:
    """A picture of the window at work; the exit code. Needs no display."""
    with offscreen():
        from aic_desktop.ui.screenshot import take

        return take(location, out, patient, page or ("case" if location else "welcome"), size, registry)


def _chosen_options(store: "RegistryStore") -> "Options":
    """What was chosen in the window for the timelines of this registry."""
    from aic_desktop.services.timelines import timeline_options
    from aic_desktop.store.settings import SettingTable

    return timeline_options(SettingTable(store.database, login_name()))


def _create_with(location: str, change_set: "ChangeSet") -> None:
    """A new registry that holds the change set from the start; when it cannot, there is none."""
    store = create_registry(location)
    try:
        cases_of(store).apply(change_set)
    except BaseException:
        store.close()
        if not _is_url(location):
            Path(location).unlink()
        raise
    store.close()


def _draft_path(store: "RegistryStore") -> Path:
    """Beside a registry's file; of one on a server, with what is the user's own on this computer."""
    user = re.sub(r"[^\w-]", "_", login_name())
    if store.database.path is not None:
        return store.database.path.with_name(f"{store.database.path.name}.{user}.draft")
    from PySide6.QtCore import QStandardPaths

    kept = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    folder = Path(kept) / "drafts"
    with suppress(OSError):  # said when a draft cannot be kept there
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{sha256(store.database.name.encode()).hexdigest()[:16]}.{user}.draft"


def _is_url(location: str) -> bool:
    return "://" in location
