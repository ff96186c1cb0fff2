"""A network of 400 classes, 10,000 pupils and 60,000 cards, put down as the services would.

The measured class joins by the services; the other classes are written row by row, with the keys
and words that `services.networks.sharing` would give them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import insert

from bench.data import FAMILIES, GIVEN, HINTS, fill_a_class
from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    CardOpening,
    Classroom,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Person,
    Savoir,
    School,
    SharedCard,
    SharedWord,
)
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.text import fold, savoir_key
from rers_school.classroom.rules.visibility import as_read
from rers_school.classroom.services.networks import opening
from rers_school.classroom.services.networks.sharing import words_of
from rers_school.db import unscoped
from tests.factories import Kit
from tests.networks_factory import agree_to_all, make_network

Say = Callable[[str], None]

CLASSES, PUPILS, CARDS = 400, 25, 6
_DO = ("Faire", "Dessiner", "Jouer avec", "Réparer", "Fabriquer", "Chanter", "Danser", "Raconter",
       "Photographier", "Reconnaître", "Plier", "Cuisiner", "Programmer", "Observer", "Soigner",
       "Coudre", "Écrire", "Lire", "Construire", "Traduire")  # fmt: skip
_WHAT = ("des crêpes", "un cerf-volant", "une guitare", "des oiseaux", "un vélo", "le pain",
         "un poème", "des étoiles", "une cabane", "des nœuds", "le bambara", "un herbier",
         "des volcans", "un robot", "des perles", "la pâte à sel", "des tomates", "un conte",
         "des origamis", "une fresque", "le portugais", "des cartes", "un journal", "la neige",
         "des fourmis", "un théâtre d’ombres", "des percussions", "le jonglage", "une horloge",
         "des fossiles")  # fmt: skip
_HOW = ("", " à la maison", " en équipe", " pour la fête", " avec peu de choses", " en musique",
        " comme autrefois", " en plein air")  # fmt: skip


@dataclass
class Network:
    """What was made: where it is, and a class, a savoir and a search in it."""

    id: UUID
    one_class: UUID
    one_card: UUID
    cards: int


class Filling:
    """Fills the measured class, and puts it into a network of many others."""

    def __init__(self, say: Say, classes: int = CLASSES) -> None:
        self._say, self._classes = say, classes
        self.made: Network

    def __call__(self, kit: Kit) -> Actor:
        first = fill_a_class(kit)
        net = make_network(kit)
        for actor in list(kit.pupils.values())[:20]:
            with unscoped(kit.db, "the cards of one pupil of the measured class"):
                found = [
                    (kind, card.id)
                    for kind, table in (("offer", Offer), ("demand", Demand))
                    for card in kit.db.query(table).filter_by(membership_id=actor.membership_id)
                ]
            for kind, card_id in found:
                opening.open_card(kit.db, actor, kind, card_id, "network")
        agree_to_all(kit)
        rng = random.Random(20261125)
        self._say(f"{self._classes} classes of {PUPILS}, {CARDS} cards each")
        place, shared = net.id, net.id
        for number in range(self._classes - 1):
            place, shared = _one_class(kit, net.id, number, rng)
        kit.save()
        self.made = Network(net.id, place, shared, (self._classes - 1) * PUPILS * CARDS)
        return first


def _one_class(kit: Kit, network: UUID, number: int, rng: random.Random) -> tuple[UUID, UUID]:
    """Put down one class with its shared cards; return its place and one of its cards."""
    school, room, place = uuid4(), uuid4(), uuid4()
    rows: dict[type, list[dict[str, object]]] = {
        School: [{"id": school, "name": f"École {number}"}],
        Classroom: [{"id": room, "school_id": school, "name": f"Classe {number}",
                     "school_year": 2026}],
        Person: [], Membership: [], Savoir: [], Offer: [], Demand: [],
        NetworkClass: [{"id": place, "classroom_id": room, "network_id": network,
                        "called": f"Classe {number}", "place": f"Ville {number % 40}",
                        "people_as": "initial", "charter_number": 1, "accepted_at": clock.now()}],
        CardOpening: [], SharedCard: [], SharedWord: [],
    }  # fmt: skip
    savoirs: dict[str, UUID] = {}
    card = place
    for _ in range(PUPILS):
        person, member = uuid4(), uuid4()
        given, family = rng.choice(GIVEN), rng.choice(FAMILIES)
        rows[Person].append({"id": person, "school_id": school, "given_name": given,
                             "family_name": family,
                             "name_key": same_person_key(given, family)})  # fmt: skip
        rows[Membership].append({"id": member, "classroom_id": room, "person_id": person,
                                 "role": "pupil", "rights": [], "entered_by": "launch",
                                 "shown_name": f"{given} {family[0]}."})  # fmt: skip
        for nth in range(CARDS):
            card = _one_card(rows, rng, room, network, place, school, member, savoirs, nth)
    for table, values in rows.items():
        kit.db.execute(insert(table), values)
    return place, card


def _one_card(
    rows: dict[type, list[dict[str, object]]], rng: random.Random, room: UUID, network: UUID,
    place: UUID, school: UUID, member: UUID, savoirs: dict[str, UUID], nth: int,
) -> UUID:  # fmt: skip
    words = _savoir(rng)
    key = savoir_key(words)
    if key not in savoirs:
        savoirs[key] = uuid4()
        rows[Savoir].append({"id": savoirs[key], "classroom_id": room, "name": words, "key": key,
                             "sort_key": fold(words)})  # fmt: skip
    kind = "offer" if nth % 2 else "demand"
    card, opened, shared = uuid4(), uuid4(), uuid4()
    table: type[Offer] | type[Demand] = Offer if kind == "offer" else Demand
    values: dict[str, object] = {"id": card, "classroom_id": room, "membership_id": member,
                                 "savoir_id": savoirs[key], "own_savoir_id": savoirs[key],
                                 "words": words}  # fmt: skip
    if kind == "offer":
        values |= {"able_to": rng.choice(HINTS), "ways": ["show"], "group_size": "one",
                   "languages": ""}  # fmt: skip
    else:
        values |= {"widened": [], "best_when": "", "company": ""}
    rows[table].append(values)
    name = next(str(one["name"]) for one in rows[Savoir] if one["key"] == key)
    of_card = {f"{kind}_id": card, f"{'demand' if kind == 'offer' else 'offer'}_id": None}
    read = as_read(kind, name, table(**values))
    rows[CardOpening].append({"id": opened, "classroom_id": room, "membership_id": member,
                              "reach": "network", "agreed_words": read,
                              "agreed_at": clock.now(), **of_card})  # fmt: skip
    key = meeting_key(name)
    rows[SharedCard].append({"id": shared, "classroom_id": room, "network_id": network,
                             "network_class_id": place, "opening_id": opened,
                             "membership_id": member, "school_id": school, "kind": kind,
                             "reach": "network", "savoir_key": key, **of_card})  # fmt: skip
    for word in {*words_of(words), *words_of(name)}:
        rows[SharedWord].append({"shared_card_id": shared, "word": word, "savoir_key": key,
                                 "network_id": network})  # fmt: skip
    return shared


def _savoir(rng: random.Random) -> str:
    """Return a savoir; a few are popular, as words are, most are somebody's own."""
    what = _WHAT[min(int(rng.paretovariate(0.9)) - 1, len(_WHAT) - 1)]
    return f"{rng.choice(_DO)} {what}{rng.choice(_HOW)}"
