"""Circles across the classes of a network: links, and what each class's teacher says."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "b7d05e91c2a8"
down_revision = "7d41b0c9a6e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "across_circle",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("host_class_id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_class_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_across_circle_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_class_id"],
            ["classroom.id"],
            name=op.f("fk_across_circle_host_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_class_id", "introduction_id"],
            ["introduction.classroom_id", "introduction.id"],
            name=op.f("fk_across_circle_host_class_id_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mediator_class_id", "mediator_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_across_circle_mediator_class_id_mediator_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_across_circle")),
    )
    op.create_index("ix_across_circle_network_id", "across_circle", ["network_id"])
    op.create_index("ix_across_circle_introduction", "across_circle", ["introduction_id"])

    op.create_table(
        "across_answer",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_across_answer_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["across_circle.id"],
            name=op.f("fk_across_answer_circle_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "answered_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_across_answer_classroom_id_answered_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_across_answer")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_across_answer_classroom_id_id")),
        sa.UniqueConstraint(
            "circle_id", "classroom_id", name=op.f("uq_across_answer_circle_id_classroom_id")
        ),
    )
    op.create_index("ix_across_answer_classroom_id", "across_answer", ["classroom_id"])

    op.create_table(
        "across_link",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("giver_class_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_class_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("savoir", sa.String(length=200), nullable=False),
        sa.Column("savoir_key", db.plain_order(200), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("demand_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_across_link_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["across_circle.id"],
            name=op.f("fk_across_link_circle_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["giver_class_id", "giver_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_across_link_giver_class_id_giver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["receiver_class_id", "receiver_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_across_link_receiver_class_id_receiver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["shared_card.id"],
            name=op.f("fk_across_link_offer_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["shared_card.id"],
            name=op.f("fk_across_link_demand_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_across_link")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_across_link_classroom_id_id")),
        sa.UniqueConstraint("circle_id", "place", name=op.f("uq_across_link_circle_id_place")),
    )
    op.create_index("ix_across_link_classroom_id", "across_link", ["classroom_id"])
    op.create_index("ix_across_link_giver", "across_link", ["giver_id"])
    op.create_index("ix_across_link_receiver", "across_link", ["receiver_id"])
    op.create_index("ix_across_link_offer_id", "across_link", ["offer_id"])
    op.create_index("ix_across_link_demand_id", "across_link", ["demand_id"])


def downgrade() -> None:
    op.drop_table("across_link")
    op.drop_table("across_answer")
    op.drop_table("across_circle")
