"""A class in which the first plan can be surpassed."""

import random

from rers_school.classroom.queries.introduction_views import IntroductionsPage
from rers_school.classroom.services import better, rounds
from tests.classroom.introductions_factory import page
from tests.factories import Kit

SAVOIRS = [
    "crêpes",
    "guitare",
    "échecs",
    "vélo",
    "tricot",
    "mangas",
    "origami",
    "yoyo",
    "natation",
    "poterie",
    "magie",
    "fado",
    "jonglage",
    "couture",
    "astronomie",
    "cuisine",
]


def dense_class(kit: Kit, size: int = 24) -> None:
    """Hang up many cards that fit many others: the first plan rarely finds the most circles."""
    dice = random.Random(7)
    for number in range(size):
        pupil = kit.pupil(f"Pupil{number:02d}")
        words = dice.sample(SAVOIRS, 6)
        for word in words[:3]:
            kit.offer(pupil, word)
        for word in words[3:]:
            kit.demand(pupil, word)
    kit.save()


def surpassed(kit: Kit) -> tuple[IntroductionsPage, better.Better]:
    """Return the page of a first plan that another one surpasses, and what looking found.

    The ids of a class are made by chance, and so are its plans: asked again often enough, the
    first plan misses something.
    """
    for _again in range(60):
        shown = page(kit)
        asked = better.question(kit.db, kit.classroom_id, shown.seen)
        assert asked is not None
        found = asked.answer()
        assert found is not None
        if found.plan:
            return shown, found
        rounds.suggest_again(kit.db, kit.teacher)
        kit.save()
    raise AssertionError("the first plan was always the best one")
