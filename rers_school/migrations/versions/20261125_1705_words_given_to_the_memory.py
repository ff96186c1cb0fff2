"""Partners give their shared review to the class's memory, each with a yes of their own."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "b93d1f6e20c8"
down_revision = "d41b7e0c95f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("given_at", db.UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "review_consent",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_review_consent_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_review_consent_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "review_id"],
            ["review.classroom_id", "review.id"],
            name=op.f("fk_review_consent_classroom_id_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_consent")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_review_consent_classroom_id_id")),
        sa.UniqueConstraint(
            "review_id", "membership_id", name=op.f("uq_review_consent_review_id_membership_id")
        ),
    )
    op.create_index(op.f("ix_review_consent_classroom_id"), "review_consent", ["classroom_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_review_consent_classroom_id"), table_name="review_consent")
    op.drop_table("review_consent")
    op.drop_column("review", "given_at")
