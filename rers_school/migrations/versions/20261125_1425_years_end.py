"""year's end."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "5c0e7f1a9b24"
down_revision = "c7d2f0914a3e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_memory",
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_class_memory_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_memory")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_class_memory_classroom_id_id")),
        sa.UniqueConstraint(
            "classroom_id", "school_year", name=op.f("uq_class_memory_classroom_id_school_year")
        ),
    )
    op.create_index(op.f("ix_class_memory_classroom_id"), "class_memory", ["classroom_id"])

    op.create_table(
        "earlier_year",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_earlier_year_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_earlier_year_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_year")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_earlier_year_classroom_id_id")),
        sa.UniqueConstraint(
            "membership_id", "year", name=op.f("uq_earlier_year_membership_id_year")
        ),
    )
    op.create_index(op.f("ix_earlier_year_classroom_id"), "earlier_year", ["classroom_id"])

    op.add_column("decision", sa.Column("setting", sa.String(length=32), nullable=True))
    op.create_table(
        "network_rule",
        sa.Column("line", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_rule_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "gathering_id"],
            ["gathering.classroom_id", "gathering.id"],
            name=op.f("fk_network_rule_classroom_id_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_rule")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_network_rule_classroom_id_id")),
        sa.UniqueConstraint(
            "classroom_id",
            "line",
            "number",
            name=op.f("uq_network_rule_classroom_id_line_number"),
        ),
    )
    op.create_index(op.f("ix_network_rule_classroom_id"), "network_rule", ["classroom_id"])
    op.create_index(op.f("ix_network_rule_gathering_id"), "network_rule", ["gathering_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_network_rule_gathering_id"), table_name="network_rule")
    op.drop_index(op.f("ix_network_rule_classroom_id"), table_name="network_rule")
    op.drop_table("network_rule")
    op.drop_column("decision", "setting")
    op.drop_index(op.f("ix_earlier_year_classroom_id"), table_name="earlier_year")
    op.drop_table("earlier_year")
    op.drop_index(op.f("ix_class_memory_classroom_id"), table_name="class_memory")
    op.drop_table("class_memory")
