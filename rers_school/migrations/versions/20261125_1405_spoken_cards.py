"""spoken cards."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "5b1c0d7a94e2"
down_revision = "b7d1c40a92e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spoken_card",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_spoken_card_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_spoken_card_classroom_id_written_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_spoken_card_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_card")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_spoken_card_classroom_id_id")),
    )
    for column in ("classroom_id", "membership_id", "written_by_id"):
        op.create_index(op.f(f"ix_spoken_card_{column}"), "spoken_card", [column], unique=False)


def downgrade() -> None:
    for column in ("written_by_id", "membership_id", "classroom_id"):
        op.drop_index(op.f(f"ix_spoken_card_{column}"), table_name="spoken_card")
    op.drop_table("spoken_card")
