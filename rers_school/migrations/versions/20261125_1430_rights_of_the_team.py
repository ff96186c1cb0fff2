"""What the teacher hands to a pupil of the team, instead of one flag for the gatherings."""

import sqlalchemy as sa
from alembic import op

revision = "e2a94c60b7d3"
down_revision = "5c0e7f1a9b24"
branch_labels = None
depends_on = None

_MEMBERSHIP = sa.table(
    "membership", sa.column("facilitator", sa.Boolean), sa.column("rights", sa.JSON)
)


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("rights", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.execute(_MEMBERSHIP.update().where(_MEMBERSHIP.c.facilitator).values(rights=["gatherings"]))
    op.drop_column("membership", "facilitator")


def downgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("facilitator", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    prepares = sa.cast(_MEMBERSHIP.c.rights, sa.Text).contains("gatherings")
    op.execute(_MEMBERSHIP.update().where(prepares).values(facilitator=True))
    op.drop_column("membership", "rights")
