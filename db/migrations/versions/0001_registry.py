"""The registry as the first version of the program keeps it; never changed again, and free of its code."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(16)


def upgrade() -> None:
    _record_table(
        "patient",
        "",
        *texts("code", "origin", "centre", "reference", "name", "record_number"),
        *times("birth_date", "hsct_date"),
        *quantities("age"),
        *texts(
            "age_at",
            "sex",
            "disease",
            "disease_category",
            "gene",
            "variant",
            "abo_before",
            "rhd_before",
            "cmv_serostatus",
            "aic_before_hsct",
            "note",
        ),
    )
    _record_table(
        "transplant",
        "patient",
        *numbers("number"),
        *texts("index"),
        *times("day"),
        *texts("indication", "donor_relation"),
        *numbers("hla_matched", "hla_total"),
        *texts("donor_sex"),
        *quantities("donor_age"),
        *texts("donor_abo", "donor_rhd", "donor_cmv", "source"),
        *quantities("nucleated_cells", "cd34_cells", "cd3_cells"),
        *texts("manipulation", "intensity"),
        *times("leukocyte_engraftment", "neutrophil_engraftment", "platelet_engraftment"),
        *texts("graft_failure"),
        *times("graft_failure_day"),
    )
    _record_table(
        "conditioning",
        "transplant",
        *texts("agent"),
        *numbers("doses"),
        *quantities("dose"),
        *times("first_day", "last_day"),
    )
    _record_table(
        "gvhd",
        "patient",
        *texts("kind"),
        *times("onset"),
        *texts("acute_grade", "chronic_severity", "organs"),
        *times("resolved"),
    )
    _record_table(
        "chimerism",
        "patient",
        *times("day"),
        *texts("specimen", "lineage"),
        *quantities("donor"),
    )
    _record_table(
        "event",
        "patient",
        *times("day", "until"),
        *texts("kind", "detail"),
        *numbers("grade"),
    )
    _record_table(
        "cytopenia",
        "patient",
        *numbers("episode"),
        *texts("lineage"),
        *times("onset"),
        *texts("onset_rule"),
        *times("diagnosed", "resolved"),
        *texts("note"),
    )
    _record_table(
        "finding",
        "patient",
        *times("day"),
        *texts("test", "result", "detail"),
    )
    _record_table(
        "course",
        "patient",
        *times("day"),
        *texts("lineage", "kind", "treatment", "criteria"),
    )
    _record_table(
        "treatment",
        "patient",
        *texts("agent", "purpose"),
        *numbers("line"),
        *times("start", "stop"),
        *texts("ongoing", "route", "schedule"),
        *numbers("planned_doses"),
        *quantities("target"),
        *texts("response"),
        *times("response_day"),
        *texts("stop_reason", "note"),
    )
    _record_table(
        "dose",
        "treatment",
        *times("day", "until"),
        *quantities("amount"),
        *numbers("sequence"),
    )
    _record_table(
        "reaction",
        "treatment",
        *times("day"),
        *texts("term"),
        *numbers("ctcae_grade"),
        *texts("ctcae_version"),
    )
    _record_table(
        "count",
        "patient",
        *times("day"),
        *texts("time", "analyte"),
        *quantities("value"),
        *texts("context"),
    )
    _record_table(
        "transfusion",
        "patient",
        *texts("product"),
        *times("day", "until"),
        *numbers("units"),
        *texts("daily", "indication"),
    )
    _record_table(
        "follow_up",
        "patient",
        *times("day"),
        *texts(
            "status",
            "cause_of_death",
            "contributing_causes",
            "cause_certainty",
            "platelet_independent",
            "red_cell_independent",
            "immunoglobulin_substitution",
            "b_cell_recovery",
            "immunosuppression",
            "note",
        ),
    )
    _remark_table()
    _trail_tables()


def downgrade() -> None:
    """An older program's registry is the copy that was put aside."""
    raise NotImplementedError


def texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text()) for name in names)


def numbers(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.BigInteger()) for name in names)


def times(*names: str) -> Iterator[sa.Column[Any]]:
    for name in names:
        yield sa.Column(f"{name}_basis", sa.Text())
        yield sa.Column(f"{name}_earliest", sa.BigInteger())
        yield sa.Column(f"{name}_latest", sa.BigInteger())
        yield sa.Column(f"{name}_text", sa.Text())


def quantities(*names: str) -> Iterator[sa.Column[Any]]:
    for name in names:
        yield sa.Column(f"{name}_low", sa.Double())
        yield sa.Column(f"{name}_high", sa.Double())
        for part in ("bounds", "unit", "entered_unit", "text"):
            yield sa.Column(f"{name}_{part}", sa.Text())


def _record_table(name: str, owner: str, *fields: sa.Column[Any]) -> None:
    place: list[sa.Column[Any]] = []
    constraints: list[sa.Constraint] = [sa.PrimaryKeyConstraint("id", name=f"pk_{name}")]
    if owner:
        place = [sa.Column(column, _ID, nullable=False) for column in ("patient_id", "owner")]
        constraints.append(_foreign_key(name, "patient_id", "patient"))
    if owner not in ("", "patient"):
        constraints.append(_foreign_key(name, "owner", owner))
    if name == "patient":
        constraints.append(sa.UniqueConstraint("code", name="uq_patient_code"))
    position = sa.Column("position", sa.Integer(), nullable=False)
    op.create_table(name, sa.Column("id", _ID, nullable=False), *place, position, *fields, *constraints)
    if owner:
        op.create_index(f"ix_{name}_patient_id", name, ["patient_id"])
    if owner not in ("", "patient"):
        op.create_index(f"ix_{name}_owner", name, ["owner"])


def _foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _remark_table() -> None:
    op.create_table(
        "remark",
        sa.Column("record_id", _ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "field", name="pk_remark"),
        _foreign_key("remark", "patient_id", "patient"),
    )
    op.create_index("ix_remark_patient_id", "remark", ["patient_id"])


def _trail_tables() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", _ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        _foreign_key("audit", "batch_id", "batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_patient_id", "audit", ["patient_id"])
