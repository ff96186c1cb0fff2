"""A lived exchange, and weeks that go by."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from rers_school import clock
from rers_school.classroom.models import Exchange
from rers_school.classroom.services import evaluations
from tests.classroom.exchange_factory import close, single
from tests.factories import Kit

START = datetime(2026, 1, 12, 9, tzinfo=UTC)


def lived(kit: Kit, savoir: str = "guitare", *, words: str = "Je joue trois accords") -> UUID:
    """Return an exchange that Maëlle gave to Zoé and that was learned, with Zoé's own words."""
    room = single(kit, "Maëlle", savoir, "Zoé")
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    close(kit, room, maelle, zoe)
    evaluations.answer(kit.db, zoe, room, "receiver", "now_i_can", words)
    kit.save()
    return room


def weeks_later(kit: Kit, weeks: int = 4) -> None:
    """Let some weeks go by for everything that has happened so far."""
    for exchange in kit.db.query(Exchange):
        exchange.state_since -= timedelta(weeks=weeks)
    kit.save()


def at(moment: datetime) -> None:
    """Set the clock."""
    clock.set_clock(lambda: moment)
