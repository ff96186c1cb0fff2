"""follow ups."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "4c1f0a7be925"
down_revision = "0462771e9e33"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("told_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_follow_up_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_follow_up_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_follow_up_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_follow_up_classroom_id_id")),
        sa.UniqueConstraint(
            "exchange_id", "membership_id", name=op.f("uq_follow_up_exchange_id_membership_id")
        ),
    )
    op.create_index(op.f("ix_follow_up_classroom_id"), "follow_up", ["classroom_id"], unique=False)
    op.create_index(op.f("ix_follow_up_exchange_id"), "follow_up", ["exchange_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_follow_up_exchange_id"), table_name="follow_up")

    op.drop_index(op.f("ix_follow_up_classroom_id"), table_name="follow_up")

    op.drop_table("follow_up")
