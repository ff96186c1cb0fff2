"""half-way on paper."""

import sqlalchemy as sa
from alembic import op

revision = "d41b7e0c95f2"
down_revision = "e2a94c60b7d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "self_evaluation",
        sa.Column("on_paper", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("self_evaluation", "on_paper")
