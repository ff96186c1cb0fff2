"""slots and places, a meeting moved, the middle of an exchange, another partner, observers."""

import sqlalchemy as sa
from alembic import op

from rers_school import db

revision = "a7d3c05e91b4"
down_revision = "5d1f0c7a42be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Pupils may propose times freely, as before; the other two are for a class to switch on.
    for name, default in (
        ("free_times", sa.true()),
        ("first_meeting_same_day", sa.false()),
        ("middle_evaluation", sa.false()),
    ):
        op.add_column(
            "classroom", sa.Column(name, sa.Boolean(), nullable=False, server_default=default)
        )
    op.add_column(
        "meeting", sa.Column("next_moved", sa.Integer(), nullable=False, server_default="0")
    )
    _table(
        "slot",
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
    )
    _table(
        "meeting_place",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
    )
    _table(
        "booking",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        _points("booking", "exchange_id", "exchange", ondelete="CASCADE"),
        _points("booking", "slot_id", "slot"),
        _points("booking", "place_id", "meeting_place"),
        sa.UniqueConstraint("exchange_id", name=op.f("uq_booking_exchange_id")),
    )
    _table(
        "change_wish",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=True),
        _points("change_wish", "exchange_id", "exchange", ondelete="CASCADE"),
        _points("change_wish", "membership_id", "membership", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "exchange_id", "membership_id", name=op.f("uq_change_wish_exchange_id_membership_id")
        ),
    )
    _table(
        "observation",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("said_yes", sa.JSON(), nullable=False),
        _points("observation", "exchange_id", "exchange", ondelete="CASCADE"),
        _points("observation", "membership_id", "membership", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "exchange_id", "membership_id", name=op.f("uq_observation_exchange_id_membership_id")
        ),
    )


def downgrade() -> None:
    for name in ("observation", "change_wish", "booking", "meeting_place", "slot"):
        op.drop_index(op.f(f"ix_{name}_classroom_id"), table_name=name)
        op.drop_table(name)
    op.drop_column("meeting", "next_moved")
    for column in ("middle_evaluation", "first_meeting_same_day", "free_times"):
        op.drop_column("classroom", column)


def _points(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["classroom_id", column],
        [f"{other}.classroom_id", f"{other}.id"],
        name=op.f(f"fk_{table}_classroom_id_{column}"),
        ondelete=ondelete,
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        *parts,
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f(f"fk_{name}_classroom_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("classroom_id", "id", name=op.f(f"uq_{name}_classroom_id_id")),
    )
    op.create_index(op.f(f"ix_{name}_classroom_id"), name, ["classroom_id"], unique=False)
