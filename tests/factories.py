"""Classes, pupils, cards and signed-in screens for the tests, made by the real services."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from rers_school import identity
from rers_school.app import create_app
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import Classroom, Membership, School
from rers_school.classroom.queries.people import acting
from rers_school.classroom.services import cards, people
from rers_school.db import open_session, scope_to
from rers_school.settings import Settings

SECRET = "a-secret-for-tests-that-is-long-enough-0123456789"


@dataclass
class Kit:
    """One class on one database; `db` is a session confined to it, committed by `save`."""

    engine: Engine
    db: Session
    classroom_id: UUID
    teacher: Actor
    pupils: dict[str, Actor] = field(default_factory=dict)

    def save(self) -> None:
        """Commit what the test has prepared; the next query sees what others wrote meanwhile."""
        self.db.commit()

    def pupil(self, name: str) -> Actor:
        """Return the pupil of this name, who came by a launch."""
        self.save()
        if name not in self.pupils:
            given, _, family = name.partition(" ")
            self.pupils[name] = self._arrive(given, family or "Test", Role.PUPIL)
        return self.pupils[name]

    def _arrive(self, given: str, family: str, role: Role) -> Actor:
        member = people.arrive(
            self.db,
            classroom_id=self.classroom_id,
            person_id=None,
            given_name=given,
            family_name=family,
            role=role,
        )
        self.save()
        return self.actor(member)

    def actor(self, member: Membership | UUID, role: Role | None = None) -> Actor:
        """Return the actor that a launch of ``member`` makes."""
        found = member if isinstance(member, Membership) else self.db.get_one(Membership, member)
        made = acting(self.db, self.classroom_id, found.id, role or Role(found.role))
        self.save()
        assert made is not None
        return made[0]

    def offer(self, actor: Actor, words: str, **more: Any) -> cards.Card:
        """Put an offer on the wall."""
        self.save()
        card = cards.add(self.db, actor, "offer", words, more)
        self.save()
        return card

    def demand(self, actor: Actor, words: str, **more: Any) -> cards.Card:
        """Put a demand on the wall."""
        self.save()
        card = cards.add(self.db, actor, "demand", words, more)
        self.save()
        return card

    def again(self) -> Session:
        """Return a second, writing session on the same class, as another request has."""
        db = open_session(self.engine, writes=True)
        scope_to(db, self.classroom_id)
        return db


def make_kit(engine: Engine, name: str = "CM2") -> Kit:
    """Return a new class with its teacher, Mme Diallo."""
    db = open_session(engine)
    school = School(name="École Marie-Curie")
    db.add(school)
    db.flush()
    classroom: Classroom = people.found_classroom(db, school_id=school.id, name=name)
    scope_to(db, classroom.id)
    made = Kit(engine, db, classroom.id, teacher=None)  # type: ignore[arg-type]  # set below
    made.teacher = made._arrive("Mme", "Diallo", Role.TEACHER)
    return made


@dataclass
class Site:
    """The application, and screens at which people are signed in."""

    app: Flask
    kit: Kit

    def at(self, actor: Actor, locale: str = "en") -> "Screen":
        """Return a screen at which ``actor`` has just launched the tool."""
        with self.app.test_request_context():
            db = open_session(self.kit.engine, writes=True)
            launch, token = identity.begin(
                db,
                membership_id=actor.membership_id,
                classroom_id=actor.classroom_id,
                role=actor.role,
                platform_id=None,
                locale=locale,
            )
            page_token = identity.page_token(launch)
            db.commit()
            db.close()
        client = self.app.test_client()
        client.set_cookie(
            identity.COOKIE,
            token,
            domain="localhost",
            path=f"/c/{actor.classroom_id}",
            secure=True,
        )
        return Screen(client, f"/c/{actor.classroom_id}", page_token)


@dataclass
class Screen:
    """A signed-in browser without JavaScript; every page it gets is checked as HTML."""

    client: FlaskClient
    root: str
    token: str

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for a page; ``path`` is relative to the class, unless it is a whole one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._checked(self.client.get(self._whole(path), headers=named))

    def post(self, path: str, _key: str | None = None, **fields: Any) -> TestResponse:
        """Send a form, as the page's own form would."""
        data = {"_launch": self.token, "_key": _key or secrets.token_hex(6), **fields}
        return self._checked(self.client.post(self._whole(path), data=data))

    def follow(self, response: TestResponse) -> TestResponse:
        """Go where a redirect leads."""
        assert response.status_code in (302, 303), response.status_code
        return self.get(response.location)

    def _whole(self, path: str) -> str:
        return path if path.startswith(("/c/", "http")) else self.root + path

    def _checked(self, response: TestResponse) -> TestResponse:
        check_html(response)
        return response


def check_html(response: TestResponse) -> None:
    """Fail when an HTML answer is not valid HTML, or left something unrendered."""
    if response.mimetype != "text/html" or not response.data:
        return
    text = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(strict=False)
    if text.lstrip().lower().startswith("<!doctype"):
        parser.parse(text)
    else:
        parser.parseFragment(text)
    errors = [(place, code, data) for place, code, data in parser.errors if code != "named"]
    assert not errors, (errors[:5], _around(text, errors[0][0]))
    ids = re.findall(r'\sid="([^"]+)"', text)
    doubled = {one for one in ids if ids.count(one) > 1}
    assert not doubled, f"ids used twice: {sorted(doubled)}"


def _around(text: str, place: tuple[int, int]) -> str:
    lines = text.splitlines()
    return "\n".join(lines[max(0, place[0] - 2) : place[0] + 1])


def make_site(kit: Kit) -> Site:
    """Return the application on ``kit``'s database."""
    settings = Settings(
        database_url=str(kit.engine.url),
        base_url="http://localhost",
        secret_key=SECRET,
        allow_private_platforms=True,
    )
    app = create_app(settings, engine=kit.engine)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Site(app, kit)
