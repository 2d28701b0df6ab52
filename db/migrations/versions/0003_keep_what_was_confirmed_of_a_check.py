"""Keep what was confirmed of a check: whose, why, and what the check saw then."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_on_basis", sa.Text(), nullable=True),
        sa.Column("confirmed_on_earliest", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_on_latest", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_on_text", sa.Text(), nullable=True),
        sa.Column("saw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_confirmation_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_patient_id"), "confirmation", ["patient_id"], unique=False)


def downgrade() -> None:
    """An older program's registry is the copy that was put aside."""
    raise NotImplementedError
