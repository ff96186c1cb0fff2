"""the wall looked after."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "b7d1c40a92e6"
down_revision = "b1c40e7d92a6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("offer", "demand"):
        op.add_column(table, sa.Column("hidden_version", sa.Integer(), nullable=True))
        op.add_column(table, sa.Column("glanced_at", db.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "demand",
        sa.Column("widened", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.add_column("demand", sa.Column("put_off_at", db.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "membership",
        sa.Column("about", sa.String(length=120), nullable=False, server_default=""),
    )
    op.add_column(
        "classroom",
        sa.Column("glance", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("classroom", "glance")
    op.drop_column("membership", "about")
    op.drop_column("demand", "put_off_at")
    op.drop_column("demand", "widened")
    for table in ("offer", "demand"):
        op.drop_column(table, "glanced_at")
        op.drop_column(table, "hidden_version")
