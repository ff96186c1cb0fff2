"""market day."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "e8fa197e9535"
down_revision = "617d364ec3b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_day",
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("away", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("current_round", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "made_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_market_day_classroom_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_market_day_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_day")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_market_day_classroom_id_id")),
    )
    op.create_index(
        op.f("ix_market_day_classroom_id"), "market_day", ["classroom_id"], unique=False
    )
    op.create_index(op.f("ix_market_day_state"), "market_day", ["state"], unique=False)

    op.create_table(
        "market_choice",
        sa.Column("market_day_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("not_today", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "market_day_id"],
            ["market_day.classroom_id", "market_day.id"],
            name=op.f("fk_market_choice_classroom_id_market_day_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_market_choice_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_market_choice_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_choice")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_market_choice_classroom_id_id")),
        sa.UniqueConstraint(
            "market_day_id",
            "membership_id",
            name=op.f("uq_market_choice_market_day_id_membership_id"),
        ),
    )
    op.create_index(
        op.f("ix_market_choice_classroom_id"), "market_choice", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("ix_market_choice_membership_id"), "market_choice", ["membership_id"], unique=False
    )

    op.create_table(
        "market_meeting",
        sa.Column("market_day_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("savoir_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "giver_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_market_meeting_classroom_id_giver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "market_day_id"],
            ["market_day.classroom_id", "market_day.id"],
            name=op.f("fk_market_meeting_classroom_id_market_day_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "receiver_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_market_meeting_classroom_id_receiver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_market_meeting_classroom_id_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_market_meeting_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_meeting")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_market_meeting_classroom_id_id")),
    )
    op.create_index(
        op.f("ix_market_meeting_classroom_id"), "market_meeting", ["classroom_id"], unique=False
    )
    op.create_index("ix_market_meeting_day", "market_meeting", ["market_day_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_market_meeting_day", table_name="market_meeting")
    op.drop_index(op.f("ix_market_meeting_classroom_id"), table_name="market_meeting")

    op.drop_table("market_meeting")
    op.drop_index(op.f("ix_market_choice_membership_id"), table_name="market_choice")
    op.drop_index(op.f("ix_market_choice_classroom_id"), table_name="market_choice")

    op.drop_table("market_choice")
    op.drop_index(op.f("ix_market_day_state"), table_name="market_day")
    op.drop_index(op.f("ix_market_day_classroom_id"), table_name="market_day")

    op.drop_table("market_day")
