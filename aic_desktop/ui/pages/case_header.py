"""Two lines that say whose course is looked at, and how it stands."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from aic_desktop.domain import criteria, timepoint
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Status
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.rules import Check, Grade
from aic_desktop.reporting.completeness import completeness
from aic_desktop.reporting.totals import transfused_brief
from aic_desktop.ui import theme
from aic_desktop.ui.flow import Elided


class CaseHeader(QFrame):
    """Code, person, disease and cytopenia above; graft, outcome, open checks, completeness below."""

    checks_wanted = Signal()

    def __init__(self) -> None:
        """Empty until `show_case`."""
        super().__init__()
        theme.dress(self, "case header")
        self._code = QLabel()
        theme.dress(self._code, "title")
        self._person = Elided()
        self._label = Elided()
        theme.dress(self._label, "heading")
        self._graft = Elided()
        theme.dress(self._graft, "small")
        self._checks = QToolButton()
        self._checks.setAutoRaise(True)
        self._checks.setToolTip("Show the checks of this case")
        self._checks.clicked.connect(self.checks_wanted)
        self._complete = QLabel()
        theme.dress(self._complete, "small")
        first = QHBoxLayout()
        first.setSpacing(16)
        for widget in (self._code, self._person, self._label):
            first.addWidget(widget)
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        first.addStretch(1)
        second = QHBoxLayout()
        second.addWidget(self._graft)
        second.addStretch(1)
        second.addWidget(self._checks)
        second.addWidget(self._complete)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def show_case(self, case: Case) -> None:
        """Say who and what."""
        self._code.setText(case.patient.code or "no code yet")
        self._person.setText(" · ".join(part for part in _person(case) if part))
        self._label.setText(criteria.label_with_onset(case))
        parts = (_graft(case), _outcome(case), transfused_brief(case))
        self._graft.setText(" · ".join(part for part in parts if part))
        found = completeness(case)
        self._complete.setText(f"{found.percent} % complete")
        self._complete.setToolTip(_missing(found.missing))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Say how many checks are open, by grade."""
        counted = [(grade, sum(check.open and check.grade is grade for check in checks)) for grade in Grade]
        words = [f"{n} {grade.label}{'' if n == 1 else 's'}" for grade, n in counted if n]
        self._checks.setText(" · ".join(words) or "no open checks")


def _missing(labels: Sequence[str]) -> str:
    if not labels:
        return "Everything that is expected of a case is filled, or its lack is explained."
    listed = "\n".join(labels)
    return f"Blank and unexplained. Enter it, or say with F8 why it is missing:\n{listed}"


def _person(case: Case) -> list[str]:
    patient = case.patient
    age = f"{patient.age.text}" if patient.age else ""
    sex = patient.sex.label if patient.sex else ""
    return [f"{age} {sex}".strip(), label_of("diseases", patient.disease)]


def _graft(case: Case) -> str:
    graft = case.index_transplant
    if graft is None:
        return "no transplant entered"
    label = criteria.graft_label(case.patient, graft)
    return f"HSCT {graft.number or ''}: {label}" if label else "HSCT entered"


def _outcome(case: Case) -> str:
    latest = criteria.outcome(case)
    if latest is None:
        return "no follow-up yet"
    status = {Status.DEAD: "† dead", Status.ALIVE: "alive"}.get(latest.status) if latest.status else ""
    when = timepoint.render(latest.day) if latest.day else "day not known"
    return f"{status or 'last contact'} {when}"
