"""Checks of the cytopenia: lineages, the graft it can come from, and the course reported of it."""

from collections.abc import Iterator

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Lineage
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.criteria import AboMismatch, abo_mismatch
from aic_desktop.domain.moments import precedes
from aic_desktop.domain.rules.base import Check, warning

_NEED_COUNTS = {
    CourseKind.RESPONSE_SIGN,
    CourseKind.TRANSIENT_RECOVERY,
    CourseKind.PARTIAL_RESPONSE,
    CourseKind.COMPLETE_RESPONSE,
}
# Red cell precursors are judged by the counts of the red cells they become.
_COUNTED_AS = {Lineage.RED_CELL_PRECURSORS: Lineage.RED_CELLS}


def lineage_entered_twice(case: Case) -> Iterator[Check]:
    """The same lineage twice in one episode."""
    seen: set[tuple[int | None, Lineage]] = set()
    for cytopenia in case.cytopenias:
        if cytopenia.lineage:
            same = (cytopenia.episode, cytopenia.lineage)
            if same in seen:
                message = (
                    "This lineage is already in this episode. "
                    "Give a later episode its own number, or delete one."
                )
                yield warning("lineage_entered_twice", cytopenia, "lineage", message, cytopenia.episode)
            seen.add(same)


def prca_without_major_mismatch(case: Case) -> Iterator[Check]:
    """PRCA where the graft has no ABO antigen foreign to the patient; its isoagglutinins are the usual cause.

    Source: Marco-Ayala, Bone Marrow Transplant 2021: major or bidirectional mismatch.
    """
    graft = case.index_transplant
    mismatch = abo_mismatch(case.patient.abo_before, graft.donor_abo) if graft else None
    if mismatch in {AboMismatch.NONE, AboMismatch.MINOR}:
        found = "a minor ABO mismatch" if mismatch is AboMismatch.MINOR else "no ABO mismatch"
        for cytopenia in case.cytopenias:
            if cytopenia.lineage is Lineage.RED_CELL_PRECURSORS:
                message = (
                    "PRCA after HSCT goes with a major or bidirectional ABO mismatch; "
                    f"this graft has {found}. "
                    "Check the blood groups and the diagnosis."
                )
                groups = (case.patient.abo_before, graft.donor_abo if graft else None)
                yield warning("prca_without_major_mismatch", cytopenia, "lineage", message, *groups)


def response_without_count(case: Case) -> Iterator[Check]:
    """A response in the course without a single count of its lineage."""
    listed = (analytes().get(count.analyte or "") for count in case.counts)
    counted = {analyte.lineage for analyte in listed if analyte}
    for course in case.courses:
        if course.lineage and course.kind in _NEED_COUNTS:
            lineage = _COUNTED_AS.get(course.lineage, course.lineage)
            if lineage not in counted:
                message = (
                    f"A response of {course.lineage.label} is reported, but no count of them is entered. "
                    "Add the counts it was judged by."
                )
                yield warning("response_without_count", course, "lineage", message, course.kind)


def course_of_other_lineage(case: Case) -> Iterator[Check]:
    """A step of the course for a lineage that is not affected."""
    affected = {cytopenia.lineage for cytopenia in case.cytopenias}
    for course in case.courses if affected else ():
        if course.lineage and course.lineage not in affected:
            message = f"No cytopenia of {course.lineage.label} is entered. Add it, or choose another lineage."
            known = sorted(lineage.label for lineage in affected if lineage)
            yield warning("course_of_other_lineage", course, "lineage", message, *known)


def course_before_onset(case: Case) -> Iterator[Check]:
    """A step of the course that surely lies before every onset of its lineage."""
    for course in case.courses:
        onsets = [c.onset for c in case.cytopenias if c.lineage is course.lineage]
        if course.lineage and onsets and all(precedes(case, course.day, onset) for onset in onsets):
            message = (
                f"This lies before the onset of the cytopenia of {course.lineage.label}. Check both days."
            )
            yield warning("course_before_onset", course, "day", message, *onsets)


def diagnosed_before_onset(case: Case) -> Iterator[Check]:
    """A diagnosis that surely lies before the onset."""
    for cytopenia in case.cytopenias:
        if precedes(case, cytopenia.diagnosed, cytopenia.onset):
            message = (
                "The diagnosis lies before the onset. Check both days and what the onset is counted from."
            )
            yield warning("diagnosed_before_onset", cytopenia, "diagnosed", message, cytopenia.onset)
