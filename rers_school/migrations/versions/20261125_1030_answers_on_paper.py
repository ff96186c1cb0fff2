"""answers on paper."""

import sqlalchemy as sa
from alembic import op

revision = "b1c40e7d92a6"
down_revision = "f40601d6cb3b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "answer", sa.Column("how", sa.String(length=8), nullable=False, server_default="screen")
    )


def downgrade() -> None:
    op.drop_column("answer", "how")
