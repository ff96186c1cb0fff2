"""The life of a network together: councils, stands of a celebration, the journal."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "8d15c2f7a0b3"
down_revision = "b7d05e91c2a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_issue",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("published_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_journal_issue_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_issue")),
    )
    with op.batch_alter_table("journal_issue", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_issue_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "network_gathering",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("takes_place_on", sa.Date(), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("held_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_version", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("table_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_gathering_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_gathering")),
    )
    with op.batch_alter_table("network_gathering", schema=None) as batch_op:
        batch_op.create_index("ix_network_gathering_next", ["network_id", "state"], unique=False)

    op.create_table(
        "network_decision",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["network_gathering.id"],
            name=op.f("fk_network_decision_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_decision_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_decision")),
    )
    with op.batch_alter_table("network_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_decision_gathering_id"), ["gathering_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_decision_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "journal_part",
        sa.Column("network_class_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("exchanged", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("works", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "network_class_id"],
            ["network_class.classroom_id", "network_class.id"],
            name=op.f("fk_journal_part_classroom_id_network_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_journal_part_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["journal_issue.id"],
            name=op.f("fk_journal_part_issue_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_part")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_journal_part_classroom_id_id")),
        sa.UniqueConstraint(
            "issue_id", "classroom_id", name=op.f("uq_journal_part_issue_id_classroom_id")
        ),
    )
    with op.batch_alter_table("journal_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_part_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_journal_part_network_class_id"), ["network_class_id"], unique=False
        )

    op.create_table(
        "network_point",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("network_class_id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "network_class_id"],
            ["network_class.classroom_id", "network_class.id"],
            name=op.f("fk_network_point_classroom_id_network_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "written_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_network_point_classroom_id_written_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_point_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["network_gathering.id"],
            name=op.f("fk_network_point_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_point_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_point")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_network_point_classroom_id_id")),
    )
    with op.batch_alter_table("network_point", schema=None) as batch_op:
        batch_op.create_index(
            "ix_network_point_agenda", ["network_id", "gathering_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_point_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_point_network_class_id"), ["network_class_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_point_written_by_id"), ["written_by_id"], unique=False
        )

    op.create_table(
        "network_stand",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("network_class_id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.String(length=300), nullable=False),
        sa.Column("agreed_words", sa.Text(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("spot", sa.Integer(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_network_stand_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "network_class_id"],
            ["network_class.classroom_id", "network_class.id"],
            name=op.f("fk_network_stand_classroom_id_network_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_stand_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["network_gathering.id"],
            name=op.f("fk_network_stand_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_stand_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_stand")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_network_stand_classroom_id_id")),
    )
    with op.batch_alter_table("network_stand", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_stand_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_stand_gathering_id"), ["gathering_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_stand_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_stand_network_class_id"), ["network_class_id"], unique=False
        )

    op.create_table(
        "network_stand_person",
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_network_stand_person_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "stand_id"],
            ["network_stand.classroom_id", "network_stand.id"],
            name=op.f("fk_network_stand_person_classroom_id_stand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_stand_person_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_stand_person")),
        sa.UniqueConstraint(
            "classroom_id", "id", name=op.f("uq_network_stand_person_classroom_id_id")
        ),
        sa.UniqueConstraint(
            "stand_id", "membership_id", name=op.f("uq_network_stand_person_stand_id_membership_id")
        ),
    )
    with op.batch_alter_table("network_stand_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_stand_person_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_stand_person_membership_id"), ["membership_id"], unique=False
        )

    op.create_table(
        "journal_gift",
        sa.Column("network_class_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("effect_id", sa.Uuid(), nullable=True),
        sa.Column("follow_up_id", sa.Uuid(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "effect_id"],
            ["effect.classroom_id", "effect.id"],
            name=op.f("fk_journal_gift_classroom_id_effect_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "follow_up_id"],
            ["follow_up.classroom_id", "follow_up.id"],
            name=op.f("fk_journal_gift_classroom_id_follow_up_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_journal_gift_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "network_class_id"],
            ["network_class.classroom_id", "network_class.id"],
            name=op.f("fk_journal_gift_classroom_id_network_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "review_id"],
            ["review.classroom_id", "review.id"],
            name=op.f("fk_journal_gift_classroom_id_review_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_journal_gift_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["journal_issue.id"],
            name=op.f("fk_journal_gift_issue_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_gift")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_journal_gift_classroom_id_id")),
        sa.UniqueConstraint(
            "issue_id",
            "membership_id",
            "effect_id",
            name=op.f("uq_journal_gift_issue_id_membership_id_effect_id"),
        ),
        sa.UniqueConstraint(
            "issue_id",
            "membership_id",
            "follow_up_id",
            name=op.f("uq_journal_gift_issue_id_membership_id_follow_up_id"),
        ),
        sa.UniqueConstraint(
            "issue_id",
            "membership_id",
            "review_id",
            name=op.f("uq_journal_gift_issue_id_membership_id_review_id"),
        ),
    )
    with op.batch_alter_table("journal_gift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_gift_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_gift_effect_id"), ["effect_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_journal_gift_follow_up_id"), ["follow_up_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_journal_gift_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_journal_gift_network_class_id"), ["network_class_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_gift_review_id"), ["review_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("journal_gift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_gift_review_id"))
        batch_op.drop_index(batch_op.f("ix_journal_gift_network_class_id"))
        batch_op.drop_index(batch_op.f("ix_journal_gift_membership_id"))
        batch_op.drop_index(batch_op.f("ix_journal_gift_follow_up_id"))
        batch_op.drop_index(batch_op.f("ix_journal_gift_effect_id"))
        batch_op.drop_index(batch_op.f("ix_journal_gift_classroom_id"))

    op.drop_table("journal_gift")
    with op.batch_alter_table("network_stand_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_stand_person_membership_id"))
        batch_op.drop_index(batch_op.f("ix_network_stand_person_classroom_id"))

    op.drop_table("network_stand_person")
    with op.batch_alter_table("network_stand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_stand_network_class_id"))
        batch_op.drop_index(batch_op.f("ix_network_stand_membership_id"))
        batch_op.drop_index(batch_op.f("ix_network_stand_gathering_id"))
        batch_op.drop_index(batch_op.f("ix_network_stand_classroom_id"))

    op.drop_table("network_stand")
    with op.batch_alter_table("network_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_point_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_network_point_network_class_id"))
        batch_op.drop_index(batch_op.f("ix_network_point_classroom_id"))
        batch_op.drop_index("ix_network_point_agenda")

    op.drop_table("network_point")
    with op.batch_alter_table("journal_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_part_network_class_id"))
        batch_op.drop_index(batch_op.f("ix_journal_part_classroom_id"))

    op.drop_table("journal_part")
    with op.batch_alter_table("network_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_decision_network_id"))
        batch_op.drop_index(batch_op.f("ix_network_decision_gathering_id"))

    op.drop_table("network_decision")
    with op.batch_alter_table("network_gathering", schema=None) as batch_op:
        batch_op.drop_index("ix_network_gathering_next")

    op.drop_table("network_gathering")
    with op.batch_alter_table("journal_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_issue_network_id"))

    op.drop_table("journal_issue")
