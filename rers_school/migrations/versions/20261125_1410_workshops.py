"""workshops."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "5d1f0c7a42be"
down_revision = "5b1c0d7a94e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshop",
        sa.Column("savoir_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("exchange_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_workshop_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_workshop_classroom_id_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "opened_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_workshop_classroom_id_opened_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "follows_id"],
            ["workshop.classroom_id", "workshop.id"],
            name=op.f("fk_workshop_classroom_id_follows_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_workshop_classroom_id_exchange_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_workshop_classroom_id_id")),
    )
    for column in ("classroom_id", "savoir_id", "state", "follows_id", "exchange_id"):
        op.create_index(op.f(f"ix_workshop_{column}"), "workshop", [column], unique=False)

    op.create_table(
        "workshop_place",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("again", sa.String(length=8), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("news", sa.String(length=16), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_workshop_place_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "workshop_id"],
            ["workshop.classroom_id", "workshop.id"],
            name=op.f("fk_workshop_place_classroom_id_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_workshop_place_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_place")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_workshop_place_classroom_id_id")),
        sa.UniqueConstraint(
            "workshop_id", "membership_id", name=op.f("uq_workshop_place_workshop_id_membership_id")
        ),
        sa.UniqueConstraint(
            "workshop_id", "number", name=op.f("uq_workshop_place_workshop_id_number")
        ),
    )
    for column in ("classroom_id", "workshop_id", "membership_id"):
        op.create_index(
            op.f(f"ix_workshop_place_{column}"), "workshop_place", [column], unique=False
        )


def downgrade() -> None:
    op.drop_table("workshop_place")
    op.drop_table("workshop")
