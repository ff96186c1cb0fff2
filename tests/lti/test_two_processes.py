"""Two processes serve one database: what is good once is good once for both of them together."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.models import Classroom, Membership, Person
from rers_school.db import make_engine, open_session, unscoped
from rers_school.lti import platforms
from rers_school.lti.models import ContextLink, LaunchFailure, LaunchSession
from rers_school.migrations.runner import upgrade
from tests.databases import FreshDatabaseUrl
from tests.lti.conftest import make_app
from tests.lti.platform import CLAIM, Answer, Lms, key_set, rsa_key, served
from tests.lti.processes import Reply, Ticket, ask, login, served_by

SENDERS = 16
ROUNDS = 5
PUPILS = 24


@dataclass
class Pair:
    """A platform and the two processes that it launches into."""

    lms: Lms
    ports: list[int]

    def login(self, number: int = 0) -> Ticket:
        """Begin a login at one of the processes."""
        return login(self.ports[number % 2], self.lms.issuer, self.lms.client_id)

    def token(self, ticket: Ticket, course: str, sub: str = "6", given: str = "Zoé") -> str:
        """Return the platform's token for a login."""
        changes = {"sub": sub, "given_name": given, CLAIM + "context": {"id": course}}
        return self.lms.sign(self.lms.claims("pupil_resource_launch", ticket.nonce, changes))

    def launch(self, number: int, ticket: Ticket, token: str) -> Reply:
        """End a login at one of the processes."""
        fields = {"state": ticket.state, "id_token": token}
        return ask(self.ports[number % 2], "/lti/launch", fields, ticket.cookie)

    def rows(self, table: Any) -> list[Any]:
        """Return every row of a table."""
        with open_session(self.lms.engine) as db, unscoped(db, "the test looks at everything"):
            return list(db.scalars(select(table)))


@pytest.fixture(scope="module")
def pair(module_database_url: FreshDatabaseUrl) -> Iterator[Pair]:
    url = module_database_url(tables=False)
    engine = make_engine(url)
    # As an operator makes them: the tool refuses to start on tables without a history.
    upgrade(engine)
    answers = {"/jwks": Answer(key_set(rsa_key("platform-key-1")).encode())}
    with served(answers) as base, served_by(2, url) as ports:
        lms = Lms(make_app(engine), engine, base, answers)
        lms.register()
        yield Pair(lms, ports)
    engine.dispose()


def at_once(work: Callable[[int], Reply], times: int) -> list[Reply]:
    """Do the work in so many threads, from the same moment on."""
    start, done = threading.Barrier(times), dict[int, Reply]()

    def run(number: int) -> None:
        start.wait()
        done[number] = work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A thread that broke has left no answer.
    return [done[number] for number in range(times)]


def test_one_of_many_gets_in_with_one_state_and_nonce(pair: Pair) -> None:
    before = len(pair.rows(LaunchSession))
    for number in range(ROUNDS):
        known = {row.reference for row in pair.rows(LaunchFailure)}
        ticket = pair.login(number)
        token = pair.token(ticket, "once")

        def work(sender: int, ticket: Ticket = ticket, token: str = token) -> Reply:
            return pair.launch(sender, ticket, token)

        replies = at_once(work, SENDERS)
        assert Counter(reply.status for reply in replies) == {303: 1, 403: SENDERS - 1}
        (inside,) = (reply for reply in replies if reply.status == 303)
        assert inside.location.startswith("/c/")
        assert "__Secure-rers=" in inside.cookie
        failed = [row for row in pair.rows(LaunchFailure) if row.reference not in known]
        assert [row.code for row in failed] == ["nonce_reused"] * (SENDERS - 1)
        others = [reply for reply in replies if reply.status == 403]
        # Each of them reads their own reference, and nobody gets a session.
        assert all(any(row.reference in reply.page for reply in others) for row in failed)
        assert all("__Secure-rers=" not in reply.cookie for reply in others)
    assert len(pair.rows(LaunchSession)) - before == ROUNDS


def test_a_whole_class_that_arrives_at_once_is_one_class(pair: Pair) -> None:
    tickets = [pair.login(number) for number in range(PUPILS)]
    tokens = [
        pair.token(ticket, "new-class", f"pupil-{number}", f"Prénom{number}")
        for number, ticket in enumerate(tickets)
    ]
    replies = at_once(lambda one: pair.launch(one, tickets[one], tokens[one]), PUPILS)
    assert Counter(reply.status for reply in replies) == {303: PUPILS}
    (link,) = (row for row in pair.rows(ContextLink) if row.context_id == "new-class")
    assert {reply.location.split("/")[2] for reply in replies} == {str(link.classroom_id)}
    assert [row.id for row in pair.rows(Classroom)].count(link.classroom_id) == 1
    members = [row for row in pair.rows(Membership) if row.classroom_id == link.classroom_id]
    names = {person.id: person.given_name for person in pair.rows(Person)}
    assert sorted(names[member.person_id] for member in members) == sorted(
        f"Prénom{number}" for number in range(PUPILS)
    )
    # Their sessions hold at the other process too.
    for number, reply in enumerate(replies[:4]):
        other = pair.ports[(number + 1) % 2]
        assert ask(other, reply.location.partition("?")[0], None, reply.cookie).status == 200


def test_one_person_who_opens_the_activity_everywhere_at_once_is_one_person(pair: Pair) -> None:
    tickets = [pair.login(number) for number in range(8)]
    tokens = [pair.token(ticket, "impatient", "impatient", "Impatiente") for ticket in tickets]
    replies = at_once(lambda one: pair.launch(one, tickets[one], tokens[one]), 8)
    assert Counter(reply.status for reply in replies) == {303: 8}
    assert [person.given_name for person in pair.rows(Person)].count("Impatiente") == 1


def test_the_key_set_is_fetched_once_for_both(pair: Pair) -> None:
    lms, answers = pair.lms, pair.lms.answers
    answers["/slow"] = Answer(key_set(rsa_key("platform-key-1")).encode(), wait=0.3)
    lms.client_id = "tool-2"
    lms.register(jwks_url=f"{lms.base}/slow")
    try:
        assert _two(pair) == {303: 2}
        assert answers["/slow"].asked == 1
        lms.kid = "platform-key-2"
        # A name that nobody knows, within a minute: the platform is left alone.
        assert _two(pair) == {403: 2}
        assert [row.code for row in pair.rows(LaunchFailure)].count("key_unknown") == 2
        assert answers["/slow"].asked == 1
        _a_minute_later(pair)
        answers["/slow"].body = key_set(rsa_key("platform-key-2")).encode()
        assert _two(pair) == {303: 2}
        assert answers["/slow"].asked == 2
    finally:
        lms.client_id, lms.kid = "tool-1", "platform-key-1"


def _two(pair: Pair) -> Counter[int]:
    tickets = [pair.login(number) for number in range(2)]
    tokens = [pair.token(ticket, "keys") for ticket in tickets]
    replies = at_once(lambda one: pair.launch(one, tickets[one], tokens[one]), 2)
    return Counter(reply.status for reply in replies)


def _a_minute_later(pair: Pair) -> None:
    """Put the last fetch into the past: the clock of another process cannot be set."""
    with open_session(pair.lms.engine, writes=True) as db:
        platform = platforms.find(db, issuer=pair.lms.issuer, client_id=pair.lms.client_id)
        assert platform is not None
        platform.jwks_fetched_at = clock.now() - timedelta(seconds=61)
        db.commit()
