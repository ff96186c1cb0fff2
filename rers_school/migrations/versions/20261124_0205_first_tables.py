"""first_tables."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "7da672e25ed8"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("auth_login_url", sa.Text(), nullable=False),
        sa.Column("auth_token_url", sa.Text(), nullable=False),
        sa.Column("jwks_url", sa.Text(), nullable=False),
        sa.Column("frame_origins", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("jwks_json", sa.Text(), nullable=True),
        sa.Column("jwks_fetched_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("jwks_settled_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_platform_issuer_client_id")),
    )
    op.create_table(
        "school",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_table(
        "tool_key",
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("private_pem", sa.Text(), nullable=False),
        sa.Column("retired_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_tool_key_kid")),
    )
    op.create_table(
        "classroom",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("young_readers", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_classroom_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classroom")),
    )
    with op.batch_alter_table("classroom", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_classroom_school_id"), ["school_id"], unique=False)

    op.create_table(
        "deployment",
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.String(length=255), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_deployment_platform_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_deployment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint(
            "platform_id", "deployment_id", name=op.f("uq_deployment_platform_id_deployment_id")
        ),
    )
    op.create_table(
        "launch_failure",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_launch_failure_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_failure")),
    )
    with op.batch_alter_table("launch_failure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_launch_failure_reference"), ["reference"], unique=False
        )

    op.create_table(
        "login_attempt",
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("state_digest", sa.String(length=64), nullable=False),
        sa.Column("nonce_digest", sa.String(length=64), nullable=False),
        sa.Column("browser_digest", sa.String(length=64), nullable=False),
        sa.Column("client_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("nonce_used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_login_attempt_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
        sa.UniqueConstraint("nonce_digest", name=op.f("uq_login_attempt_nonce_digest")),
        sa.UniqueConstraint("state_digest", name=op.f("uq_login_attempt_state_digest")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_attempt_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_school_id"), ["school_id"], unique=False)

    op.create_table(
        "context_link",
        sa.Column("deployment_pk", sa.Uuid(), nullable=False),
        sa.Column("context_id", sa.String(length=255), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_context_link_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deployment_pk"], ["deployment.id"], name=op.f("fk_context_link_deployment_pk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_link")),
        sa.UniqueConstraint(
            "deployment_pk", "context_id", name=op.f("uq_context_link_deployment_pk_context_id")
        ),
    )
    with op.batch_alter_table("context_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_context_link_classroom_id"), ["classroom_id"], unique=False
        )

    op.create_table(
        "login_identity",
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_login_identity_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_login_identity_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_identity")),
        sa.UniqueConstraint("platform_id", "sub", name=op.f("uq_login_identity_platform_id_sub")),
    )
    with op.batch_alter_table("login_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_identity_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("facilitator", sa.Boolean(), nullable=False),
        sa.Column("shown_name", sa.String(length=170), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("resting", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=16), nullable=False),
        sa.Column("first_launch_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("maybe_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "maybe_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_membership_classroom_id_maybe_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_membership_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_membership_classroom_id_id")),
        sa.UniqueConstraint(
            "classroom_id", "person_id", name=op.f("uq_membership_classroom_id_person_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "savoir",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("under_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "under_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_savoir_classroom_id_under_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_savoir_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_savoir")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_savoir_classroom_id_id")),
        sa.UniqueConstraint("classroom_id", "key", name=op.f("uq_savoir_classroom_id_key")),
    )
    with op.batch_alter_table("savoir", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_savoir_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "demand",
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("already", sa.Text(), nullable=False),
        sa.Column("best_when", sa.String(length=16), nullable=False),
        sa.Column("company", sa.String(length=16), nullable=False),
        sa.Column("uneasy", sa.Text(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("savoir_id", sa.Uuid(), nullable=False),
        sa.Column("own_savoir_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("hidden_word", sa.Text(), nullable=True),
        sa.Column("tidied_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_demand_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "own_savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_demand_classroom_id_own_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_demand_classroom_id_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_demand_classroom_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_demand_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_demand_classroom_id_id")),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_classroom_id"), ["classroom_id"], unique=False)
        batch_op.create_index("ix_demand_membership", ["membership_id"], unique=False)
        batch_op.create_index(
            "ix_demand_wall", ["classroom_id", "state", "savoir_id"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_draft_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_draft_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_draft_classroom_id_id")),
        sa.UniqueConstraint(
            "classroom_id",
            "membership_id",
            "form",
            name=op.f("uq_draft_classroom_id_membership_id_form"),
        ),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "form_key",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_form_key_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_form_key_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_key")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_form_key_classroom_id_id")),
        sa.UniqueConstraint(
            "classroom_id",
            "membership_id",
            "key",
            name=op.f("uq_form_key_classroom_id_membership_id_key"),
        ),
    )
    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_key_classroom_id"), ["classroom_id"], unique=False
        )

    op.create_table(
        "launch_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("return_url", sa.Text(), nullable=False),
        sa.Column("roster_url", sa.Text(), nullable=False),
        sa.Column("frame_origins", sa.Text(), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=16), nullable=True),
        sa.Column("tab_digest", sa.String(length=64), nullable=True),
        sa.Column("tab_expires_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_launch_session_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_launch_session_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_launch_session_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_session")),
        sa.UniqueConstraint("tab_digest", name=op.f("uq_launch_session_tab_digest")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_launch_session_token_digest")),
    )
    op.create_table(
        "not_for_now",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "made_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_not_for_now_classroom_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "one_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_not_for_now_classroom_id_one_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "other_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_not_for_now_classroom_id_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_not_for_now_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_for_now")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_not_for_now_classroom_id_id")),
    )
    with op.batch_alter_table("not_for_now", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_not_for_now_classroom_id"), ["classroom_id"], unique=False
        )

    op.create_table(
        "offer",
        sa.Column("learned_with", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("able_to", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("group_size", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("help_to_prepare", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("savoir_id", sa.Uuid(), nullable=False),
        sa.Column("own_savoir_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("hidden_word", sa.Text(), nullable=True),
        sa.Column("tidied_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_offer_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "own_savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_offer_classroom_id_own_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_offer_classroom_id_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_offer_classroom_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_offer_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_offer_classroom_id_id")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_classroom_id"), ["classroom_id"], unique=False)
        batch_op.create_index("ix_offer_membership", ["membership_id"], unique=False)
        batch_op.create_index("ix_offer_wall", ["classroom_id", "state", "savoir_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("set_aside", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "made_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_round_classroom_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_round_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_round_classroom_id_id")),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "introduction",
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("proposed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opens_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "made_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_introduction_classroom_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "mediator_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_introduction_classroom_id_mediator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "round_id"],
            ["round.classroom_id", "round.id"],
            name=op.f("fk_introduction_classroom_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_introduction_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_introduction_classroom_id_id")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_introduction_state"), ["state"], unique=False)

    op.create_table(
        "answer",
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seen_result_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "introduction_id"],
            ["introduction.classroom_id", "introduction.id"],
            name=op.f("fk_answer_classroom_id_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_answer_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_answer_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_answer_classroom_id_id")),
        sa.UniqueConstraint(
            "introduction_id", "membership_id", name=op.f("uq_answer_introduction_id_membership_id")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "circle",
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "introduction_id"],
            ["introduction.classroom_id", "introduction.id"],
            name=op.f("fk_circle_classroom_id_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_circle_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_circle_classroom_id_id")),
        sa.UniqueConstraint("introduction_id", name=op.f("uq_circle_introduction_id")),
    )
    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "exchange",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("savoir_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state_since", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "circle_id"],
            ["circle.classroom_id", "circle.id"],
            name=op.f("fk_exchange_classroom_id_circle_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "savoir_id"],
            ["savoir.classroom_id", "savoir.id"],
            name=op.f("fk_exchange_classroom_id_savoir_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_exchange_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_exchange_classroom_id_id")),
    )
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_circle_id"), ["circle_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_exchange_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_exchange_savoir_id"), ["savoir_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exchange_state"), ["state"], unique=False)

    op.create_table(
        "agreement_revision",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_agreement_revision_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_agreement_revision_classroom_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_agreement_revision_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_revision")),
        sa.UniqueConstraint(
            "classroom_id", "id", name=op.f("uq_agreement_revision_classroom_id_id")
        ),
        sa.UniqueConstraint(
            "exchange_id",
            "line",
            "number",
            name=op.f("uq_agreement_revision_exchange_id_line_number"),
        ),
    )
    with op.batch_alter_table("agreement_revision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_revision_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_revision_exchange_id"), ["exchange_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("told_by_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_meeting_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "told_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_meeting_classroom_id_told_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_meeting_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_meeting_classroom_id_id")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_classroom_id"), ["classroom_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_exchange_id"), ["exchange_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_participation_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_participation_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_participation_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_participation_classroom_id_id")),
        sa.UniqueConstraint(
            "exchange_id",
            "membership_id",
            "role",
            name=op.f("uq_participation_exchange_id_membership_id_role"),
        ),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participation_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participation_exchange_id"), ["exchange_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participation_membership_id"), ["membership_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("celebrate", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_review_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_review_classroom_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_review_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_review_classroom_id_id")),
        sa.UniqueConstraint("exchange_id", name=op.f("uq_review_exchange_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_classroom_id"), ["classroom_id"], unique=False)

    op.create_table(
        "self_evaluation",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("where_i_am", sa.String(length=16), nullable=True),
        sa.Column("with_partners", sa.Boolean(), nullable=False),
        sa.Column("with_teacher", sa.Boolean(), nullable=False),
        sa.Column("finished_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "exchange_id"],
            ["exchange.classroom_id", "exchange.id"],
            name=op.f("fk_self_evaluation_classroom_id_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_self_evaluation_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_self_evaluation_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluation")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_self_evaluation_classroom_id_id")),
        sa.UniqueConstraint(
            "exchange_id",
            "membership_id",
            "role",
            "moment",
            name=op.f("uq_self_evaluation_exchange_id_membership_id_role_moment"),
        ),
    )
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_self_evaluation_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_self_evaluation_exchange_id"), ["exchange_id"], unique=False
        )

    op.create_table(
        "consent",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_consent_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "revision_id"],
            ["agreement_revision.classroom_id", "agreement_revision.id"],
            name=op.f("fk_consent_classroom_id_revision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_consent_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_consent_classroom_id_id")),
        sa.UniqueConstraint(
            "revision_id", "membership_id", name=op.f("uq_consent_revision_id_membership_id")
        ),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_classroom_id"), ["classroom_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_revision_id"), ["revision_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_revision_id"))
        batch_op.drop_index(batch_op.f("ix_consent_classroom_id"))

    op.drop_table("consent")
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_evaluation_exchange_id"))
        batch_op.drop_index(batch_op.f("ix_self_evaluation_classroom_id"))

    op.drop_table("self_evaluation")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_classroom_id"))

    op.drop_table("review")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_membership_id"))
        batch_op.drop_index(batch_op.f("ix_participation_exchange_id"))
        batch_op.drop_index(batch_op.f("ix_participation_classroom_id"))

    op.drop_table("participation")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_exchange_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_classroom_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("agreement_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_revision_exchange_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_revision_classroom_id"))

    op.drop_table("agreement_revision")
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_state"))
        batch_op.drop_index(batch_op.f("ix_exchange_savoir_id"))
        batch_op.drop_index(batch_op.f("ix_exchange_classroom_id"))
        batch_op.drop_index(batch_op.f("ix_exchange_circle_id"))

    op.drop_table("exchange")
    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_classroom_id"))

    op.drop_table("circle")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_classroom_id"))

    op.drop_table("answer")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_state"))
        batch_op.drop_index(batch_op.f("ix_introduction_classroom_id"))

    op.drop_table("introduction")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_classroom_id"))

    op.drop_table("round")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_wall")
        batch_op.drop_index("ix_offer_membership")
        batch_op.drop_index(batch_op.f("ix_offer_classroom_id"))

    op.drop_table("offer")
    with op.batch_alter_table("not_for_now", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_not_for_now_classroom_id"))

    op.drop_table("not_for_now")
    op.drop_table("launch_session")
    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_key_classroom_id"))

    op.drop_table("form_key")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_classroom_id"))

    op.drop_table("draft")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index("ix_demand_wall")
        batch_op.drop_index("ix_demand_membership")
        batch_op.drop_index(batch_op.f("ix_demand_classroom_id"))

    op.drop_table("demand")
    with op.batch_alter_table("savoir", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_savoir_classroom_id"))

    op.drop_table("savoir")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_classroom_id"))

    op.drop_table("membership")
    with op.batch_alter_table("login_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_identity_person_id"))

    op.drop_table("login_identity")
    with op.batch_alter_table("context_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_context_link_classroom_id"))

    op.drop_table("context_link")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_school_id"))
        batch_op.drop_index(batch_op.f("ix_person_name_key"))

    op.drop_table("person")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempt_expires_at"))

    op.drop_table("login_attempt")
    with op.batch_alter_table("launch_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_launch_failure_reference"))

    op.drop_table("launch_failure")
    op.drop_table("deployment")
    with op.batch_alter_table("classroom", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_classroom_school_id"))

    op.drop_table("classroom")
    op.drop_table("tool_key")
    op.drop_table("school")
    op.drop_table("platform")
