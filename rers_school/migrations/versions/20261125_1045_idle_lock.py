"""idle lock."""

import sqlalchemy as sa
from alembic import op

revision = "0462771e9e33"
down_revision = "31f34bb5f1d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "classroom",
        sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("classroom", "idle_minutes")
