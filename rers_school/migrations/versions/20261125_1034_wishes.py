"""wishes."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "31f34bb5f1d2"
down_revision = "e8fa197e9535"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("demand_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "demand_id"],
            ["demand.classroom_id", "demand.id"],
            name=op.f("fk_wish_classroom_id_demand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_wish_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "offer_id"],
            ["offer.classroom_id", "offer.id"],
            name=op.f("fk_wish_classroom_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_wish_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_wish_classroom_id_id")),
        sa.UniqueConstraint(
            "membership_id", "demand_id", name=op.f("uq_wish_membership_id_demand_id")
        ),
        sa.UniqueConstraint(
            "membership_id", "offer_id", name=op.f("uq_wish_membership_id_offer_id")
        ),
    )
    op.create_index(op.f("ix_wish_classroom_id"), "wish", ["classroom_id"], unique=False)
    op.create_index(op.f("ix_wish_demand_id"), "wish", ["demand_id"], unique=False)
    op.create_index(op.f("ix_wish_offer_id"), "wish", ["offer_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_wish_offer_id"), table_name="wish")
    op.drop_index(op.f("ix_wish_demand_id"), table_name="wish")
    op.drop_index(op.f("ix_wish_classroom_id"), table_name="wish")

    op.drop_table("wish")
