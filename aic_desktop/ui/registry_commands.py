"""What can be done to an open registry: undo, new and deleted cases, export and import."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from aic_desktop.domain.changes import ChangeSet, Edit, Insertion, deletion, new_id
from aic_desktop.domain.choices import Origin
from aic_desktop.domain.dayzero import told
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Patient, RecordId
from aic_desktop.services.cases import Changed
from aic_desktop.services.ports import StoreError
from aic_desktop.services.restoring import Gone, gone_cases, restoring
from aic_desktop.ui.ask import Ask, FileWish
from aic_desktop.ui.commands import Actions
from aic_desktop.ui.desk import Desk
from aic_desktop.ui.dialogs import NewCase
from aic_desktop.ui.notice import Notice
from aic_desktop.ui.restore import RestoreCase
from aic_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from aic_desktop.ui.figure_dialog import FigureDialog

PRINTOUTS = "Print-outs (*.csv *.txt *.tsv *.xlsx);;All files (*)"


COHORT_FILES = ";;".join(
    (
        "Page for a word processor (*.html)",
        "Table 1, a line per figure (*.csv)",
        "Everything as JSON (*.json)",
        "Text (*.txt)",
    )
)
NO_FIGURE = "Nothing is drawn here: go to a case, to the pictures of the cohort, or to Compare."


class RegistryCommands(QObject):
    """Belongs to a desk and ends with it."""

    def __init__(
        self, desk: Desk, actions: Actions, notice: Notice, name: str, ask: Ask, settings: Settings
    ) -> None:
        """`name` is the registry's, for the words of the export."""
        super().__init__(desk)
        self._desk, self._cases = desk, desk.cases
        self._actions, self._notice = actions, notice
        self._name, self._ask, self._settings = name, ask, settings
        self._touched: frozenset[str] = frozenset()  # cases of the last change
        self._cases.subscribe(self._on_changed)
        desk.pages.cohort_file_wanted.connect(self.ask_cohort_file)
        actions.connect(
            {
                "undo": self.undo,
                "redo": self.redo,
                "new_case": self.ask_new_case,
                "delete_case": self.delete_case,
                "restore_case": self.ask_restore,
                "export": self.export,
                "import": self.take_in,
                "printout": self.ask_printout,
                "figure": self.ask_figure,
                "copy_figure": self.copy_figure,
                "report": self.ask_report,
                "save_cohort": self.ask_cohort_file,
            }
        )

    def shutdown(self) -> None:
        """Stop listening to the registry."""
        self._cases.unsubscribe(self._on_changed)

    def undo(self) -> None:
        """Take back the last step, and show the case it was made in."""
        with self._said():
            self._desk.flush()
            label = self._cases.undo_label
            self._touched = frozenset()
            self._cases.undo()
            self._show_touched()
            self._desk.said.emit(f"Undone: {label}" if label else "")

    def redo(self) -> None:
        """Bring back the step undone last, and show where."""
        with self._said():
            self._desk.flush()
            label = self._cases.redo_label
            self._touched = frozenset()
            self._cases.redo()
            self._show_touched()
            self._desk.said.emit(f"Done again: {label}" if label else "")

    def ask_new_case(self) -> None:
        """Ask for code and origin of a new case."""
        dialog = NewCase(self._desk.window())
        dialog.wanted.connect(self.add_case)
        dialog.open()

    def add_case(self, code: str, origin: Origin) -> None:
        """A new case with nothing but code and origin, opened; a code that is taken is said in the dialog."""
        dialog = self.sender()
        patient = Patient(id=new_id(), code=code, origin=origin)
        try:
            self._desk.flush()
            self._cases.apply(ChangeSet(f"New case {code}", (Insertion(patient.id, patient),)))
        except (Problem, StoreError) as words:
            if isinstance(dialog, NewCase):
                dialog.refuse(str(words))
            return
        if isinstance(dialog, NewCase):
            dialog.accept()
        self._show_new(patient.id)
        self._desk.show_tab("patient")

    def _show_new(self, case_id: RecordId) -> None:
        """Open a case that has just come, whatever was searched."""
        self._desk.fill()
        if case_id not in (row.id for row in self._desk.list.shown()):
            self._desk.list.widen()
        self._desk.open_case(case_id)

    def delete_case(self) -> None:
        """Take the case in hand out, with the way back beside the words."""
        if not self._desk.on_case:
            return
        with self._said():
            self._desk.flush()
            case = self._cases.open(self._desk.case_id)
            code = case.patient.code or "The case"
            self._cases.apply(ChangeSet(f"Delete case {code}", deletion(case, case.patient)))
            self._desk.fill()
            self._notice.say(f"{code} was taken out of the registry.", action=self._actions["undo"])

    def ask_restore(self) -> None:
        """Ask which of the deleted cases is to come back."""
        with self._said():
            dialog = RestoreCase(self._desk.window(), gone_cases(self._cases))
            dialog.wanted.connect(self.restore)
            dialog.open()

    def restore(self, gone: Gone) -> None:
        """Bring a deleted case back and open it; a code that was given anew since is said in the dialog."""
        dialog = self.sender()
        try:
            self._desk.flush()
            self._cases.apply(restoring(gone))
        except (Problem, StoreError) as words:
            if isinstance(dialog, RestoreCase):
                dialog.problem.setText(str(words))
            return
        if isinstance(dialog, RestoreCase):
            dialog.accept()
        self._show_new(gone.case)
        self._notice.say("The case is back in the registry.", action=self._actions["undo"])

    def export(self) -> None:
        """Ask how and where to, then write the registry as CSV files."""
        from aic_desktop.ui.exchange import ExportDialog

        self._desk.flush()
        dialog = ExportDialog(self._desk.window(), self._cases, self._name, self._ask, self._settings)
        dialog.done_in_words.connect(self._notice.say)
        dialog.open()

    def take_in(self) -> None:
        """Ask for CSV files, show what they bring, take them in."""
        from aic_desktop.ui.exchange import ImportDialog

        self._desk.flush()
        dialog = ImportDialog(self._desk.window(), self._cases, self._ask, self._settings)
        dialog.done_in_words.connect(self._on_taken)
        dialog.open()

    def ask_printout(self) -> None:
        """Ask for a laboratory's file; it is shown before anything of it is taken in."""
        wish = FileWish("Laboratory print-out", self._settings.folder, PRINTOUTS)
        self._ask(self._desk.window(), wish, self.show_printout)

    def show_printout(self, path: str) -> None:
        """Show what a file would add to the counts of the case in hand."""
        from aic_desktop.services.printout import text_of_file

        with self._said():
            self._desk.show_printout(text_of_file(Path(path)), Path(path).name)
            self._settings.folder = str(Path(path).parent)

    def ask_figure(self) -> None:
        """Ask how the figure of what is shown is to be, then where it goes."""
        from aic_desktop.ui.figure_dialog import FigureDialog

        self._desk.flush()
        subject = self._desk.pages.figure
        if subject is None:
            self._desk.said.emit(NO_FIGURE)
        else:
            self._offer(FigureDialog(self._desk.window(), subject, self._ask, self._settings))

    def ask_report(self) -> None:
        """Ask how the page of the case in hand is to be, then where it goes."""
        from aic_desktop.services.reporting import report_of
        from aic_desktop.ui.figure_dialog import FigureDialog
        from aic_desktop.ui.report_page import CaseReport

        if not self._desk.case_id:
            return
        with self._said():
            self._desk.flush()
            asked = (self._cases, self._desk.case_id, self._name)
            options = self._desk.pages.options
            plain, identified = (report_of(*asked, whose, options) for whose in (False, True))
            subject = CaseReport(plain, identified)
            self._offer(FigureDialog(self._desk.window(), subject, self._ask, self._settings))

    def ask_cohort_file(self) -> None:
        """Ask for the file that the cohort goes into; one not counted yet is shown first."""
        page = self._desk.pages.want_cohort()
        if page.summary is None:
            self._desk.show_cohort()
            self._desk.said.emit("The cohort is being counted. Save it when it is there.")
            return
        wish = FileWish("Save the cohort", self._settings.folder, COHORT_FILES, "html", new=True)
        self._ask(self._desk.window(), wish, self.save_cohort)

    def save_cohort(self, path: str) -> None:
        """Write the cohort that is shown into a file, as its ending says."""
        with self._said():
            file = Path(path)
            self._desk.pages.want_cohort().save(file)
            self._settings.folder = str(file.parent)
            self._notice.say(f"The cohort is in {file}.")

    def _offer(self, dialog: "FigureDialog") -> None:
        dialog.done_in_words.connect(self._notice.say)
        dialog.open()

    def copy_figure(self) -> None:
        """Copy the figure of what is shown, as the last figure was."""
        from aic_desktop.ui.figure_dialog import copy_as_last

        subject = self._desk.pages.figure
        with self._said():
            self._desk.said.emit(copy_as_last(subject, self._settings) if subject else NO_FIGURE)

    def _on_taken(self, words: str) -> None:
        self._desk.fill()
        self._notice.say(words, action=self._actions["undo"])

    def _on_changed(self, changed: Changed) -> None:
        self._touched = changed.change_set.cases
        for change in changed.change_set.changes:
            if isinstance(change, Edit) and (change.kind, change.field) == ("patient", "hsct_date"):
                self._tell_day_zero(change, self._actions["undo"] if changed.initiator else None)

    def _tell_day_zero(self, change: Edit, action: QAction | None) -> None:
        """Say which facts a correction of day 0 has put on other days, with the way back beside the words."""
        with self._said():
            after = self._cases.open(change.case)
            before = after.with_record(after.patient.with_cell(change.field, change.before))
            words = told(before, after)
            if words:
                self._notice.say(words, action=action)

    def _show_touched(self) -> None:
        """Go to the case that was touched, unless it is in hand or gone."""
        self._desk.fill()
        if self._touched and self._desk.case_id not in self._touched:
            found = [row.id for row in self._desk.list.shown() if row.id in self._touched]
            if found:
                self._desk.open_case(found[0])

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What cannot be done is said at the foot of the window."""
        try:
            yield
        except (Problem, StoreError) as words:
            self._desk.said.emit(str(words))
            self._desk.moved.emit()
