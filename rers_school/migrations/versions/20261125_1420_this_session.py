"""this session."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "c7d2f0914a3e"
down_revision = "a7d3c05e91b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("away", sa.JSON(), nullable=False),
        *_ours("class_day"),
        sa.UniqueConstraint("classroom_id", "day", name=op.f("uq_class_day_classroom_id_day")),
    )
    op.create_index(op.f("ix_class_day_classroom_id"), "class_day", ["classroom_id"], unique=False)
    op.create_table(
        "class_guide",
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("put_away", sa.Boolean(), nullable=False),
        *_ours("class_guide"),
        sa.UniqueConstraint("classroom_id", name=op.f("uq_class_guide_classroom_id")),
    )
    op.create_index(
        op.f("ix_class_guide_classroom_id"), "class_guide", ["classroom_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_class_guide_classroom_id"), table_name="class_guide")
    op.drop_table("class_guide")
    op.drop_index(op.f("ix_class_day_classroom_id"), table_name="class_day")
    op.drop_table("class_day")


def _ours(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f(f"fk_{table}_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f(f"uq_{table}_classroom_id_id")),
    )
