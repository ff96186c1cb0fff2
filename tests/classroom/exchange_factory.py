"""Exchanges whose room is open, as rows: the introduction that leads there is told elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine, event

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Circle, Exchange, Introduction, Participation
from rers_school.classroom.rules.agreement import REQUIRED
from rers_school.classroom.services import agreement, evaluations, exchanges, meetings, savoirs
from tests.factories import Kit

Link = tuple[str, str, str]


def circle(
    kit: Kit, *links: Link, state: str = "agreeing", mediator: Actor | None = None
) -> list[UUID]:
    """Return the exchanges of a circle, each given as (giver, savoir, receiver)."""
    introduction = Introduction(
        classroom_id=kit.classroom_id, made_by_id=kit.teacher.membership_id, state="opened"
    )
    kit.db.add(introduction)
    kit.db.flush()
    kind = {1: "single", 2: "direct"}.get(len(links), "open")
    made = Circle(classroom_id=kit.classroom_id, introduction_id=introduction.id, kind=kind)
    kit.db.add(made)
    kit.db.flush()
    found = []
    for place, (giver, savoir, receiver) in enumerate(links):
        exchange = Exchange(
            classroom_id=kit.classroom_id,
            circle_id=made.id,
            savoir_id=savoirs.named(kit.db, kit.classroom_id, savoir).id,
            place=place,
            state=state,
            state_since=clock.now(),
        )
        kit.db.add(exchange)
        kit.db.flush()
        parts = [(kit.pupil(giver), "giver"), (kit.pupil(receiver), "receiver")]
        if mediator is not None:
            parts.append((mediator, "mediator"))
        for actor, role in parts:
            kit.db.add(
                Participation(
                    classroom_id=kit.classroom_id,
                    exchange_id=exchange.id,
                    membership_id=actor.membership_id,
                    role=role,
                )
            )
        found.append(exchange.id)
    kit.save()
    return found


def single(kit: Kit, giver: str = "Maëlle", savoir: str = "guitare", receiver: str = "Zoé") -> UUID:
    """Return one exchange that is agreeing, from one giver to one receiver."""
    return circle(kit, (giver, savoir, receiver))[0]


def agree_on_everything(
    kit: Kit, exchange_id: UUID, one: Actor, other: Actor, *, but: Sequence[str] = ()
) -> None:
    """Word every line that is needed, but those that are, and let both consent."""
    for line in but:
        for who in (one, other):
            last = agreement.latest_wording(kit.db, who, exchange_id, line)
            assert last is not None
            agreement.agree(kit.db, who, exchange_id, line, last.id)
    for line in (line for line in REQUIRED if line not in but):
        said = agreement.write_line(kit.db, one, exchange_id, line, f"nous : {line}", 0)
        agreement.agree(kit.db, other, exchange_id, line, said.id)
    kit.save()


def look_back(kit: Kit, exchange_id: UUID, one: Actor, other: Actor) -> None:
    """Bring an agreeing exchange to where its people look back."""
    agree_on_everything(kit, exchange_id, one, other)
    meetings.tell(
        kit.db, one, exchange_id, held_on=clock.now().date(), present=[], did="trois accords"
    )
    exchanges.look_back(kit.db, one, exchange_id)
    kit.save()


def close(kit: Kit, exchange_id: UUID, one: Actor, other: Actor) -> None:
    """Bring an agreeing exchange to its end."""
    look_back(kit, exchange_id, one, other)
    evaluations.finish(kit.db, other, exchange_id, "receiver", where_i_am="share_it")
    exchanges.close(kit.db, one, exchange_id, "learned")
    kit.save()


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Give the statements that reach the database inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def state_of(kit: Kit, exchange_id: UUID) -> str:
    """Return where an exchange stands in the database."""
    kit.db.rollback()
    return kit.db.get_one(Exchange, exchange_id).state
