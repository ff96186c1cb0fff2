"""Work that outlasts a request."""

import sqlalchemy as sa
from alembic import op

from rers_school.db import UtcDateTime

revision = "7d41b0c9a6e8"
down_revision = "66e3f943e6a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("failure", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Uuid(), nullable=True),
        sa.Column("heartbeat", UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint(
            "kind", "subject_id", "revision", name=op.f("uq_job_kind_subject_id_revision")
        ),
    )
    op.create_index("ix_job_state_heartbeat", "job", ["state", "heartbeat"])


def downgrade() -> None:
    op.drop_index("ix_job_state_heartbeat", table_name="job")
    op.drop_table("job")
