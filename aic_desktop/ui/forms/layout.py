"""Where each field stands in its form, in the order in which a chart is read, and how wide it is."""

from collections.abc import Mapping

from aic_desktop.domain.spec import Field, Kind

Group = tuple[str, tuple[str, ...]]

GROUPS: Mapping[str, tuple[Group, ...]] = {
    "patient": (
        ("Case", ("code", "origin", "centre", "reference")),
        ("Person", ("sex", "age", "age_at", "birth_date", "name", "record_number")),
        ("Transplant day", ("hsct_date",)),
        ("Primary disease", ("disease", "disease_category", "gene", "variant", "aic_before_hsct")),
        ("Before HSCT", ("abo_before", "rhd_before", "cmv_serostatus")),
        ("Notes", ("note",)),
    ),
    "transplant": (
        ("Graft", ("number", "index", "day", "indication", "source", "manipulation", "intensity")),
        ("Cells", ("nucleated_cells", "cd34_cells", "cd3_cells")),
        (
            "Donor",
            (
                "donor_relation",
                "hla_matched",
                "hla_total",
                "donor_sex",
                "donor_age",
                "donor_abo",
                "donor_rhd",
                "donor_cmv",
            ),
        ),
        (
            "Engraftment",
            (
                "leukocyte_engraftment",
                "neutrophil_engraftment",
                "platelet_engraftment",
                "graft_failure",
                "graft_failure_day",
            ),
        ),
    ),
    "treatment": (
        ("Treatment", ("agent", "purpose", "line", "route")),
        ("Course", ("start", "stop", "ongoing", "schedule", "planned_doses", "target")),
        ("Response", ("response", "response_day", "stop_reason")),
        ("Notes", ("note",)),
    ),
    "follow_up": (
        ("Status", ("day", "status", "cause_of_death", "contributing_causes", "cause_certainty")),
        ("Transfusions", ("platelet_independent", "red_cell_independent")),
        ("Immunity", ("immunoglobulin_substitution", "b_cell_recovery", "immunosuppression")),
        ("Notes", ("note",)),
    ),
}
"""Records shown as a form; all others are rows of a table with every field a column."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "transplant": ("number", "day"),
    "treatment": ("agent", "purpose", "start"),
    "follow_up": ("day", "status"),
}
"""The columns of the list beside a form."""

_WIDTHS = {
    Kind.INT: 7,
    Kind.TIME: 12,
    Kind.DATE: 14,
    Kind.QUANTITY: 14,
    Kind.CHOICE: 20,
    Kind.CHOICES: 30,
    Kind.CODE: 24,
    Kind.LINK: 26,
    Kind.TEXT: 26,
}
_WIDE = {"reference": 44, "note": 44, "indication": 44, "detail": 34, "variant": 34, "time": 7, "context": 16}


def characters(field: Field) -> int:
    """How many characters a field is wide: no wider than what it holds."""
    return _WIDE.get(field.name, _WIDTHS[field.kind])
