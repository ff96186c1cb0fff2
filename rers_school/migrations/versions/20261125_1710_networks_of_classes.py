"""Networks of classes: who is in one, under which charter, which cards it sees, guests."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "66e3f943e6a1"
down_revision = "b93d1f6e20c8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_network",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_network")),
    )
    op.create_table(
        "network_charter",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_charter_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_charter")),
        sa.UniqueConstraint(
            "network_id", "number", name=op.f("uq_network_charter_network_id_number")
        ),
    )
    op.create_table(
        "network_news",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("called", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_news_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_news")),
    )
    with op.batch_alter_table("network_news", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_news_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "guest",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("home_class_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_guest_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_guest_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["home_class_id"], ["classroom.id"], name=op.f("fk_guest_home_class_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["membership.id"], name=op.f("fk_guest_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("classroom_id", "home_id", name=op.f("uq_guest_classroom_id_home_id")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_guest_classroom_id_id")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_guest_membership_id")),
    )
    with op.batch_alter_table("guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guest_classroom_id"), ["classroom_id"], unique=False)
        batch_op.create_index("ix_guest_home", ["home_id"], unique=False)

    op.create_table(
        "network_class",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("called", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("people_as", sa.String(length=16), nullable=False),
        sa.Column("offers", sa.Boolean(), nullable=False),
        sa.Column("demands", sa.Boolean(), nullable=False),
        sa.Column("charter_number", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "accepted_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_network_class_classroom_id_accepted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_class_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_class_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_class")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_network_class_classroom_id_id")),
        sa.UniqueConstraint(
            "network_id", "classroom_id", name=op.f("uq_network_class_network_id_classroom_id")
        ),
    )
    with op.batch_alter_table("network_class", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_class_classroom_id"), ["classroom_id"], unique=False
        )

    op.create_table(
        "network_invitation",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("for_whom", sa.String(length=120), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "made_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_network_invitation_classroom_id_made_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_network_invitation_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_network_invitation_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_invitation")),
        sa.UniqueConstraint(
            "classroom_id", "id", name=op.f("uq_network_invitation_classroom_id_id")
        ),
        sa.UniqueConstraint("code_digest", name=op.f("uq_network_invitation_code_digest")),
    )
    with op.batch_alter_table("network_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_invitation_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_invitation_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "card_opening",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("demand_id", sa.Uuid(), nullable=True),
        sa.Column("reach", sa.String(length=8), nullable=False),
        sa.Column("agreed_words", sa.Text(), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("kept_word", sa.Text(), nullable=True),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "agreed_by_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_card_opening_classroom_id_agreed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "demand_id"],
            ["demand.classroom_id", "demand.id"],
            name=op.f("fk_card_opening_classroom_id_demand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_card_opening_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "offer_id"],
            ["offer.classroom_id", "offer.id"],
            name=op.f("fk_card_opening_classroom_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_card_opening_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_opening")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_card_opening_classroom_id_id")),
        sa.UniqueConstraint("demand_id", name=op.f("uq_card_opening_demand_id")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_card_opening_offer_id")),
    )
    with op.batch_alter_table("card_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_card_opening_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_card_opening_membership_id"), ["membership_id"], unique=False
        )

    op.create_table(
        "shared_card",
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("network_class_id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("demand_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("reach", sa.String(length=8), nullable=False),
        sa.Column("savoir_key", db.plain_order(200), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id", "demand_id"],
            ["demand.classroom_id", "demand.id"],
            name=op.f("fk_shared_card_classroom_id_demand_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "membership_id"],
            ["membership.classroom_id", "membership.id"],
            name=op.f("fk_shared_card_classroom_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "network_class_id"],
            ["network_class.classroom_id", "network_class.id"],
            name=op.f("fk_shared_card_classroom_id_network_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "offer_id"],
            ["offer.classroom_id", "offer.id"],
            name=op.f("fk_shared_card_classroom_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id", "opening_id"],
            ["card_opening.classroom_id", "card_opening.id"],
            name=op.f("fk_shared_card_classroom_id_opening_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("fk_shared_card_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_shared_card_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_shared_card_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_card")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f("uq_shared_card_classroom_id_id")),
        sa.UniqueConstraint(
            "network_id", "demand_id", name=op.f("uq_shared_card_network_id_demand_id")
        ),
        sa.UniqueConstraint(
            "network_id", "offer_id", name=op.f("uq_shared_card_network_id_offer_id")
        ),
    )
    with op.batch_alter_table("shared_card", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shared_card_class",
            ["network_class_id", "savoir_key", "kind", "id", "reach", "school_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_shared_card_classroom_id"), ["classroom_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shared_card_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index("ix_shared_card_membership", ["membership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shared_card_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index("ix_shared_card_opening", ["opening_id"], unique=False)
        batch_op.create_index(
            "ix_shared_card_wall",
            ["network_id", "savoir_key", "kind", "id", "reach", "school_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "shared_word",
        sa.Column("shared_card_id", sa.Uuid(), nullable=False),
        sa.Column("word", db.plain_order(60), nullable=False),
        sa.Column("savoir_key", db.plain_order(200), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["school_network.id"],
            name=op.f("fk_shared_word_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shared_card_id"],
            ["shared_card.id"],
            name=op.f("fk_shared_word_shared_card_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shared_card_id", "word", name=op.f("pk_shared_word")),
    )
    with op.batch_alter_table("shared_word", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shared_word_found", ["network_id", "word", "savoir_key"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("shared_word", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_word_found")

    op.drop_table("shared_word")
    with op.batch_alter_table("shared_card", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_card_wall")
        batch_op.drop_index("ix_shared_card_opening")
        batch_op.drop_index(batch_op.f("ix_shared_card_offer_id"))
        batch_op.drop_index("ix_shared_card_membership")
        batch_op.drop_index(batch_op.f("ix_shared_card_demand_id"))
        batch_op.drop_index(batch_op.f("ix_shared_card_classroom_id"))
        batch_op.drop_index("ix_shared_card_class")

    op.drop_table("shared_card")
    with op.batch_alter_table("card_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_opening_membership_id"))
        batch_op.drop_index(batch_op.f("ix_card_opening_classroom_id"))

    op.drop_table("card_opening")
    with op.batch_alter_table("network_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_invitation_network_id"))
        batch_op.drop_index(batch_op.f("ix_network_invitation_classroom_id"))

    op.drop_table("network_invitation")
    with op.batch_alter_table("network_class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_class_classroom_id"))

    op.drop_table("network_class")
    with op.batch_alter_table("guest", schema=None) as batch_op:
        batch_op.drop_index("ix_guest_home")
        batch_op.drop_index(batch_op.f("ix_guest_classroom_id"))

    op.drop_table("guest")
    with op.batch_alter_table("network_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_news_network_id"))

    op.drop_table("network_news")
    op.drop_table("network_charter")
    op.drop_table("school_network")
