"""A page asks the database as often for fifty pupils as for five."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

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
    "/introductions",
    "/exchanges",
    "/people",
    "/tidy",
    "/together",
    "/course",
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


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["teacher", "pupil"])
def test_a_page_asks_as_often_for_fifty_as_for_five(
    kit: Kit, site: Site, page: str, who: str
) -> None:
    counts = []
    for start, end in ((0, 5), (5, 50)):
        _fill(kit, start, end)
        actor = kit.teacher if who == "teacher" else kit.pupil("Pupil00 Name00")
        screen = site.at(actor)
        screen.get(page)  # the first visit may prepare something
        forget_all()
        with counted(kit.engine) as seen:
            answer = screen.get(page)
        assert answer.status_code in (200, 303, 403), answer.status_code
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
