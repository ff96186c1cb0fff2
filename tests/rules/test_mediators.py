"""Who could accompany a circle next."""

from datetime import UTC, datetime
from uuid import UUID

from rers_school.classroom.rules.mediators import next_mediators

ZOE, ALI, NOUR, HUGO = (UUID(int=number) for number in (1, 2, 3, 4))
ONE, TWO = UUID(int=11), UUID(int=12)
MONDAY, TUESDAY = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)


def test_whoever_has_not_accompanied_comes_first_and_then_the_longest_ago() -> None:
    last = {ALI: TUESDAY, NOUR: MONDAY}
    assert next_mediators({ONE: {ZOE}}, {ALI, NOUR, HUGO}, last) == {ONE: HUGO}
    assert next_mediators({ONE: {ZOE, HUGO}}, {ALI, NOUR, HUGO}, last) == {ONE: NOUR}


def test_nobody_accompanies_two_circles_or_their_own() -> None:
    found = next_mediators({ONE: {ZOE, ALI}, TWO: {ZOE, NOUR}}, {ZOE, ALI, NOUR}, {})
    assert found == {ONE: NOUR, TWO: ALI}
    assert next_mediators({ONE: {ZOE, ALI}}, {ZOE, ALI}, {}) == {}


def test_between_equals_the_shuffle_stays_the_same() -> None:
    everybody = {UUID(int=number) for number in range(20, 40)}
    circles = {UUID(int=number): set[UUID]() for number in range(50, 60)}
    first = next_mediators(circles, everybody, {})
    assert first == next_mediators(circles, sorted(everybody), {})
    assert len(set(first.values())) == 10 and list(first.values()) != sorted(first.values())
