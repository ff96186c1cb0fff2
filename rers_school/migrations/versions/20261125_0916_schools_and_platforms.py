"""schools and platforms."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "617d364ec3b4"
down_revision = "7da672e25ed8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("school", sa.String(length=120), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("activates", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_invitation_platform_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["platform.id"], name=op.f("fk_invitation_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_table(
        "succession",
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_succession_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["classroom.id"],
            name=op.f("fk_succession_follows_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint("classroom_id", name=op.f("uq_succession_classroom_id")),
    )
    op.create_index(op.f("ix_succession_follows_id"), "succession", ["follows_id"], unique=False)

    op.create_table(
        "class_move",
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_class_move_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_class_move_membership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_move")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_class_move_code_digest")),
    )
    op.create_index(
        op.f("ix_class_move_classroom_id"), "class_move", ["classroom_id"], unique=False
    )

    op.create_table(
        "visit",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_visit_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_visit_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_visit_classroom_id_id")),
    )
    op.create_index(op.f("ix_visit_classroom_id"), "visit", ["classroom_id"], unique=False)

    op.add_column(
        "launch_session",
        sa.Column("resource_link_id", sa.String(length=255), nullable=False, server_default=""),
    )

    op.add_column(
        "login_attempt",
        sa.Column("storage_target", sa.String(length=255), nullable=False, server_default=""),
    )
    op.add_column(
        "platform", sa.Column("auth_audience", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("platform", "auth_audience")
    op.drop_column("login_attempt", "storage_target")

    op.drop_column("launch_session", "resource_link_id")

    op.drop_index(op.f("ix_visit_classroom_id"), table_name="visit")

    op.drop_table("visit")
    op.drop_index(op.f("ix_class_move_classroom_id"), table_name="class_move")

    op.drop_table("class_move")
    op.drop_index(op.f("ix_succession_follows_id"), table_name="succession")

    op.drop_table("succession")
    op.drop_table("invitation")
