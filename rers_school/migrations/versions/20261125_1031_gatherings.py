"""gatherings."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "f40601d6cb3b"
down_revision = "4c1f0a7be925"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gathering",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("takes_place_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("held_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_gathering_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_gathering_classroom_id_id")),
    )
    op.create_index(op.f("ix_gathering_classroom_id"), "gathering", ["classroom_id"], unique=False)
    op.create_index("ix_gathering_next", "gathering", ["classroom_id", "state"], unique=False)

    op.create_table(
        "agenda_point",
        sa.Column("gathering_id", sa.Uuid(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("carried_over", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "gathering_id"],
            ["gathering.classroom_id", "gathering.id"],
            name=op.f("fk_agenda_point_classroom_id_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_agenda_point_classroom_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_agenda_point_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_agenda_point_classroom_id_id")),
    )
    op.create_index(
        op.f("ix_agenda_point_classroom_id"), "agenda_point", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("ix_agenda_point_gathering_id"), "agenda_point", ["gathering_id"], unique=False
    )

    op.create_table(
        "decision",
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "gathering_id"],
            ["gathering.classroom_id", "gathering.id"],
            name=op.f("fk_decision_classroom_id_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_decision_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_decision_classroom_id_id")),
    )
    op.create_index(op.f("ix_decision_classroom_id"), "decision", ["classroom_id"], unique=False)
    op.create_index(op.f("ix_decision_gathering_id"), "decision", ["gathering_id"], unique=False)

    op.create_table(
        "effect",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("starter", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_effect_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_effect_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_effect_classroom_id_id")),
    )
    op.create_index(op.f("ix_effect_classroom_id"), "effect", ["classroom_id"], unique=False)
    op.create_index(op.f("ix_effect_membership_id"), "effect", ["membership_id"], unique=False)

    op.create_table(
        "stand",
        sa.Column("gathering_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "gathering_id"],
            ["gathering.classroom_id", "gathering.id"],
            name=op.f("fk_stand_classroom_id_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_stand_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_stand_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_stand_classroom_id_id")),
    )
    op.create_index(op.f("ix_stand_classroom_id"), "stand", ["classroom_id"], unique=False)
    op.create_index(op.f("ix_stand_gathering_id"), "stand", ["gathering_id"], unique=False)
    op.create_index(op.f("ix_stand_membership_id"), "stand", ["membership_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_stand_membership_id"), table_name="stand")
    op.drop_index(op.f("ix_stand_gathering_id"), table_name="stand")
    op.drop_index(op.f("ix_stand_classroom_id"), table_name="stand")

    op.drop_table("stand")
    op.drop_index(op.f("ix_effect_membership_id"), table_name="effect")
    op.drop_index(op.f("ix_effect_classroom_id"), table_name="effect")

    op.drop_table("effect")
    op.drop_index(op.f("ix_decision_gathering_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_classroom_id"), table_name="decision")

    op.drop_table("decision")
    op.drop_index(op.f("ix_agenda_point_gathering_id"), table_name="agenda_point")
    op.drop_index(op.f("ix_agenda_point_classroom_id"), table_name="agenda_point")

    op.drop_table("agenda_point")
    op.drop_index("ix_gathering_next", table_name="gathering")
    op.drop_index(op.f("ix_gathering_classroom_id"), table_name="gathering")

    op.drop_table("gathering")
