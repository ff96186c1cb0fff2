"""A page asks the database as often for fifty pupils as for five."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from rers_school import clock
from rers_school.classroom.queries.gatherings import to_come
from rers_school.classroom.services import agenda, decisions, effects, gatherings, stands
from rers_school.web.kept import forget_all
from tests.factories import Kit, Site

PAGES = [
    "/wall",
    "/wall/live",
    "/savoirs",
    "/savoirs/new/offer",
    "/savoirs/help/offer",
    "/?today=1",
    "/today/live",
    "/class",
    "/class/today",
    "/class/today/live",
    "/class/today/board",
    "/class/today/print",
    "/guide",
    "/introductions",
    "/exchanges",
    "/people",
    "/tidy",
    "/together",
    "/together/live",
    "/together/plan",
    "/together/effects",
    "/together/stands/new",
    "/together/{gathering}",
    "/together/{gathering}/live",
    "/together/{gathering}/run",
    "/together/{gathering}/run?at=decisions",
    "/together/{gathering}/run?at=end",
    "/together/{gathering}/minutes",
    "/together/{gathering}/programme",
    "/course",
    "/market",
    "/market/board",
    "/settings",
    "/trace",
    "/trace.json",
    "/network",
    "/people/{pupil}",
    "/paper",
    "/paper/cut-out",
    "/paper/wall",
    "/paper/pupils",
    "/paper/slips",
    "/paper/answers",
    "/paper/agreements",
    "/paper/meetings",
    "/paper/observers",
    "/paper/self-evaluations",
    "/paper/cards",
    "/paper/replies",
]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fill(kit: Kit, start: int, end: int) -> None:
    for number in range(start, end):
        pupil = kit.pupil(f"Pupil{number:02d} Name{number:02d}")
        kit.offer(pupil, f"savoir numéro {number}")
        kit.demand(pupil, f"savoir numéro {(number + 1) % end}")
        agenda.add(kit.db, pupil, "propose", f"idée numéro {number}")
        stands.offer(kit.db, pupil, f"savoir numéro {number}", "")
        effects.tell(kit.db, pupil, "dared", "parler", shared=True)
        # A gathering that took place and what it decided, for each.
        past = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
        decisions.take(kit.db, kit.teacher, past.id, f"décision numéro {number}")
        past.state, past.held_at = "held", clock.now()
        kit.save()


def _gathering(kit: Kit) -> UUID:
    """Return the gathering to come."""
    found = to_come(kit.db)
    if found:
        return found[0].id
    return gatherings.plan(kit.db, kit.teacher, "celebration", clock.now().date()).id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["teacher", "pupil"])
def test_a_page_asks_as_often_for_fifty_as_for_five(
    kit: Kit, site: Site, page: str, who: str
) -> None:
    counts = []
    for start, end in ((0, 5), (5, 50)):
        _fill(kit, start, end)
        first = kit.pupil("Pupil00 Name00").membership_id
        page = page.format(gathering=_gathering(kit), pupil=first)
        kit.save()
        actor = kit.teacher if who == "teacher" else kit.pupil("Pupil00 Name00")
        screen = site.at(actor)
        screen.get(page)  # the first visit may prepare something
        forget_all()
        with counted(kit.engine) as seen:
            answer = screen.get(page)
        assert answer.status_code in (200, 303, 403), answer.status_code
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
