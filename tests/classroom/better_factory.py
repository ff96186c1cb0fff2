"""A class in which the first plan can be surpassed."""

import random

from rers_school.classroom.queries.introduction_views import IntroductionsPage
from rers_school.classroom.services import better, rounds
from tests.classroom.introductions_factory import page
from tests.factories import Kit

SAVOIRS = (
    *("crêpes", "guitare", "échecs", "vélo", "tricot", "mangas", "origami", "yoyo", "natation"),
    *("poterie", "magie", "fado", "jonglage", "couture", "astronomie", "cuisine"),
)


def dense_class(kit: Kit, size: int = 24) -> None:
    """Hang up cards for which the first plan does not find the most circles."""
    dice = random.Random(2)
    for number in range(size):
        pupil = kit.pupil(f"Pupil{number:02d}")
        words = dice.sample(SAVOIRS, 4)
        for word in words[:2]:
            kit.offer(pupil, word)
        for word in words[2:]:
            kit.demand(pupil, word)
    kit.save()


def surpassed(kit: Kit) -> tuple[IntroductionsPage, better.Better]:
    """Return the page of a first plan that another one surpasses, and what looking found."""
    found = looked_for(kit, tries=30)
    assert found is not None, "the first plan was always the best one"
    return found


def looked_for(kit: Kit, tries: int) -> tuple[IntroductionsPage, better.Better] | None:
    """Return the same, or nothing when the first plans of so many rounds were the best ones.

    The ids of a class are made by chance, and so are its plans.
    """
    for _again in range(tries):
        shown = page(kit)
        asked = better.question(kit.db, kit.classroom_id, shown.seen)
        assert asked is not None
        found = asked.answer()
        assert found is not None
        if found.plan:
            return shown, found
        rounds.suggest_again(kit.db, kit.teacher)
        kit.save()
    return None
