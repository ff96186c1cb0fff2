"""the wall looked after."""

import sqlalchemy as sa
from alembic import op

revision = "b7d1c40a92e6"
down_revision = "b1c40e7d92a6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("offer", "demand"):
        op.add_column(table, sa.Column("hidden_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("offer", "demand"):
        op.drop_column(table, "hidden_version")
