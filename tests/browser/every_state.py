"""A class in which something stands everywhere, so that every page has something to show."""

from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import Classroom, Exchange, Meeting
from rers_school.classroom.queries.aside import to_glance_at
from rers_school.classroom.queries.interviews import waiting_for_my_yes
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.market_day import places_of
from rers_school.classroom.rules.slots import When
from rers_school.classroom.rules.trace_file import read
from rers_school.classroom.rules.widening import WAYS
from rers_school.classroom.services import (
    adults,
    agenda,
    answers,
    aside,
    cards,
    changes,
    decisions,
    drafts,
    earlier_years,
    effects,
    evaluations,
    exchanges,
    gatherings,
    interviews,
    introductions,
    keeping,
    market,
    meeting_times,
    meetings,
    network_rules,
    not_for_now,
    observing,
    people,
    review_giving,
    reviews,
    savoirs,
    slots,
    stands,
    widening,
    workshop_places,
    workshop_rooms,
    workshops,
)
from rers_school.classroom.services.networks import agenda as agenda_between
from rers_school.classroom.services.networks import stands as stands_between
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.between_state import between
from tests.factories import Kit, make_kit
from tests.network_life_factory import lively
from tests.networks_factory import make_network
from tests.rules.test_trace_file import told

ZOE = "Zoé Bérénger"
INES, MALO, MAELLE = "Inès Benali", "Malo Le Goff", "Maëlle Guivarch"
JEROME, CHLOE, RAPHAEL = "Jérôme Petit", "Chloé Nguyen", "Raphaël Costa"
LONG = "Anticonstitutionnellement" * 3


def prepare(stage: Backstage) -> dict[str, UUID]:
    """Bring Zoé into exchanges of every state; return their ids, and those of the proposals."""
    found = {
        "agreeing": stage.open_room(ZOE, "faire des crêpes", INES),
        "agreed": stage.open_room(ZOE, "le nœud de chaise", MALO),
        "under_way": stage.open_room(MAELLE, "jouer de la guitare", ZOE),
        "paused": stage.open_room(JEROME, "les fractions", ZOE),
        "looking_back": stage.open_room(CHLOE, "plier des origamis", ZOE),
        "closed": stage.open_room(RAPHAEL, "parler portugais", ZOE),
    }
    _agreeing(stage, found["agreeing"])
    stage.agree(found["agreed"], ZOE, MALO)
    stage.agree(found["under_way"], MAELLE, ZOE)
    stage.agree(found["paused"], JEROME, ZOE)
    stage.agree(found["looking_back"], CHLOE, ZOE)
    stage.agree(found["closed"], RAPHAEL, ZOE)
    _further(stage, found)
    found |= _proposals(stage)
    _people_and_cards(stage, found)
    _market(stage)
    _gatherings(stage, found)
    _workshops(stage, found)
    _looked_after(stage, found)
    _slots(stage, found)
    _half_way(stage, found)
    _changes(stage, found)
    _between(stage, found)
    found |= between(stage)
    return found


def _workshops(stage: Backstage, found: dict[str, UUID]) -> None:
    """Workshops in which Zoé is asked, waits, gives, and meets others in a room."""
    with stage.work() as db:
        teacher = stage.actor(db, TEACHER)
        zoe, ines, malo, jerome = (stage.actor(db, who) for who in (ZOE, INES, MALO, JEROME))
        asked = workshops.open_workshop(
            db, teacher, kind="one_to_many", words="lire une carte", places=4,
            givers=[zoe.membership_id],
        )  # fmt: skip
        full = workshops.open_workshop(
            db, ines, kind="one_to_many", words=f"Danser {LONG}", places=2, note=LONG
        )
        given = workshops.open_workshop(db, zoe, kind="search", words="les volcans", places=2)
        room = workshops.open_workshop(
            db, jerome, kind="collective", words="une fresque", places=12, note=LONG
        )
        for workshop, comers in ((full, (malo, jerome, zoe)), (given, (ines, malo, jerome))):
            for one in comers:
                workshop_places.come(db, one, workshop.id)
        for one in (zoe, ines, malo, stage.actor(db, MAELLE), stage.actor(db, CHLOE)):
            workshop_places.come(db, one, room.id)
        found["fresco"] = workshop_rooms.begin(db, jerome, room.id)
        found |= {"asked": asked.id, "full": full.id, "given": given.id}
    stage.write(found["fresco"], INES, "contents", f"Le mur du fond. {LONG}")


def _looked_after(stage: Backstage, found: dict[str, UUID]) -> None:
    """Cards projected after a glance, one that waits for it, one off the wall with a word."""
    with stage.work() as db:
        teacher, zoe, ines = (stage.actor(db, name) for name in (TEACHER, ZOE, INES))
        db.get_one(Classroom, stage.classroom_id).glance = True
        unseen = to_glance_at(db, teacher)
        aside.these_are_fine(db, teacher, [(one.kind, one.id, one.version) for one in unseen])
        jo = adults.add(db, teacher, f"Mamie {LONG}"[:80], f"la grand-mère de {LONG}")
        cards.add(db, teacher, "offer", "tricoter un bonnet", for_id=jo.id)
        found["adult"] = jo.id
        gone = adults.add(db, teacher, "Monsieur Traoré", "le gardien")
        adults.let_come(db, teacher, gone.id, comes=False)
        found["card_of_another"] = cards.add(db, ines, "demand", f"Lire {LONG}", {}).id
        found["widened"] = cards.add(db, zoe, "demand", f"Voler {LONG}", {}).id
        widening.widen(db, zoe, found["widened"], WAYS)
        found["hidden"] = cards.add(db, zoe, "offer", f"Nommer {LONG}", {}).id
        aside.hide(db, teacher, "offer", found["hidden"], f"Quelqu’un est nommé. {LONG}")


def _changes(stage: Backstage, found: dict[str, UUID]) -> None:
    """Somebody who would like another partner, and a meeting on another day."""
    with stage.work() as db:
        zoe = stage.actor(db, ZOE)
        changes.ask(db, zoe, found["under_way"])
        hugo, ines = stage.actor(db, "Hugo Lambert"), stage.actor(db, INES)
        observing.ask(db, stage.actor(db, MAELLE), found["under_way"], hugo.membership_id)
        db.flush()
        observing.ask(db, zoe, found["under_way"], hugo.membership_id)
        observing.ask(db, stage.actor(db, MAELLE), found["under_way"], ines.membership_id)
        last = db.scalars(
            select(Meeting)
            .where(Meeting.exchange_id == found["under_way"])
            .order_by(Meeting.held_on.desc(), Meeting.created_at.desc())
        ).first()
        assert last is not None
        later = clock.now().date() + timedelta(days=9)
        meetings.another_day(db, zoe, found["under_way"], last.id, later, last.next_on)


def _half_way(stage: Backstage, found: dict[str, UUID]) -> None:
    """A class that asks half-way, and an exchange of two meetings."""
    with stage.work() as db:
        maelle = stage.actor(db, MAELLE)
        db.get_one(Classroom, stage.classroom_id).middle_evaluation = True
        room, before = found["under_way"], clock.now().date() - timedelta(days=2)
        meetings.tell(db, maelle, room, held_on=before, present=[], did="Le premier accord")
        evaluations.answer(db, maelle, room, "giver", "again", f"Tout. {LONG}", moment="middle")
        evaluations.finish(db, maelle, room, "giver", with_partners=True, moment="middle")


def _slots(stage: Backstage, found: dict[str, UUID]) -> None:
    """Slots and places of long names; one chosen, one chosen and taken away again."""
    with stage.work() as db:
        teacher, zoe = stage.actor(db, TEACHER), stage.actor(db, ZOE)
        tuesday = slots.open_slot(db, teacher, When(1, None, time(13, 30), 30)).id
        friday = slots.open_slot(db, teacher, When(4, None, time(9, 0), 45)).id
        place = slots.open_place(db, teacher, "le couloir du premier étage, au fond", 1).id
        slots.open_place(db, teacher, "x" * 60, 30)
        words = {"days": "chaque mardi", "hours": "13:30, pendant 30 minutes", "place": "au fond"}
        seen = dict.fromkeys(words, 1)
        # The same choice once more is a consent.
        for name, slot, other in (("agreed", tuesday, MALO), ("paused", friday, JEROME)):
            for who in (zoe, stage.actor(db, other)):
                meeting_times.choose(db, who, found[name], slot, place, words, seen)
        slots.remove_slot(db, teacher, friday, told=[found["paused"]])


def _market(stage: Backstage) -> None:
    """A market day in its first round, with places of long names."""
    places = places_of("la bibliothèque 4\nla cour 20\nle couloir du premier étage, au fond 8")
    with stage.work() as db:
        teacher = stage.actor(db, TEACHER)
        day = today_in(db, stage.classroom_id)
        laid = market.announce(db, teacher, day=day, minutes=10, places=places)
        market.lay_out(db, teacher, [], laid.revision)
        market.go_on(db, teacher, laid.revision)


def _gatherings(stage: Backstage, found: dict[str, UUID]) -> None:
    """A council that took place, one to come with everything on it, and a celebration."""
    today = clock.now().date()
    with stage.work() as db:
        teacher, zoe, ines = (stage.actor(db, name) for name in (TEACHER, ZOE, INES))
        found["held"] = gatherings.plan(db, teacher, "review", today).id
        agenda.add(db, ines, "solve", f"Le bruit. {LONG}")
        dealt = agenda.add(db, zoe, "thank", "Merci à Inès")
        agenda.deal_with(db, teacher, dealt.id)
        week = today + timedelta(days=7)
        decisions.take(db, teacher, found["held"], f"Ranger {LONG}", f"Zoé, {LONG}", week)
        gatherings.write_minutes(db, teacher, found["held"], f"Nous avons ri.\n{LONG}", 0)
        gatherings.hold(db, teacher, found["held"])
        found["council"] = gatherings.plan(db, teacher, "council", week, f"Conseil {LONG}").id
        found["point"] = agenda.add(db, zoe, "propose", f"Un marché. {LONG}").id
        agenda.add(db, teacher, "propose", "Un potager")
        decisions.take(db, teacher, found["council"], "Semer des radis")
        month = today + timedelta(days=30)
        found["inventory"] = gatherings.plan(db, teacher, "inventory", month).id
        found["party"] = gatherings.plan(db, teacher, "celebration", month).id
        found["stand"] = stands.offer(db, zoe, f"Trois accords {LONG}", "Zoé", 5, LONG).id
        stands.offer(db, ines, "Des crêpes", "")
        effects.tell(db, zoe, "dared", f"Parler. {LONG}", shared=True)
        effects.tell(db, zoe, "see", "les fractions")
        rule = network_rules.write(db, teacher, f"Prévenir {LONG}", found["held"])
        network_rules.write(db, teacher, f"Prévenir avant {LONG}", found["council"], rule.line, 1)
        closing = decisions.take(db, teacher, found["council"], f"Fermer les pages {LONG}")
        network_rules.about_setting(db, teacher, closing.id, "idle_minutes")
        kept = read(told(school_year="2024–2025", offers=[{"words": f"dire {LONG}"}]))
        earlier_years.bring(db, zoe, kept, (), keep_year=True)


def _agreeing(stage: Backstage, exchange: UUID) -> None:
    """One line agreed to by the other only, one changed, one overtaken while Zoé was writing."""
    stage.write(exchange, INES, "contents", f"Trois recettes, et {LONG}")
    stage.write(exchange, ZOE, "method", "On lit la recette")
    stage.write(exchange, INES, "method", "On lit la recette, puis on essaie", 1)
    stage.write(exchange, INES, "days", "Le mardi")
    with stage.work() as db:
        form = drafts.line_form(exchange, "evaluation")
        drafts.keep(db, stage.actor(db, ZOE), form, {"words": "Je la fais seule", "number": "0"})
    stage.write(exchange, INES, "evaluation", "On la mange ensemble")


_MET = (
    ("under_way", MAELLE),
    ("paused", JEROME),
    ("looking_back", CHLOE),
    ("closed", RAPHAEL),
)


def _further(stage: Backstage, found: dict[str, UUID]) -> None:
    today = clock.now().date()
    with stage.work() as db:
        zoe = stage.actor(db, ZOE)
        for name, other in _MET:
            partner = stage.actor(db, other)
            meetings.tell(
                db,
                partner,
                found[name],
                held_on=today,
                present=[zoe.membership_id, partner.membership_id],
                did=f"Les premiers accords. {LONG}",
                worked="Les doigts font mal.",
                next_time="La chanson",
                next_on=today + timedelta(days=7),
            )
        exchanges.pause(db, zoe, found["paused"])
        for name, other in (("looking_back", CHLOE), ("closed", RAPHAEL)):
            partner = stage.actor(db, other)
            exchanges.look_back(db, partner, found[name])
            evaluations.answer(db, partner, found[name], "giver", "preparing", "J’ai relu.")
            evaluations.finish(db, partner, found[name], "giver", with_partners=True)
            texts = {"learned": "L’une a appris de l’autre."}
            reviews.write(db, partner, found[name], texts, 0)
        evaluations.answer(db, zoe, found["looking_back"], "receiver", "now_i_can", "Une grue.")
        evaluations.finish(db, zoe, found["closed"], "receiver", where_i_am="share_it")
        exchanges.close(db, zoe, found["closed"], "learned")
        for one in (stage.actor(db, RAPHAEL), zoe):
            review_giving.give(db, one, found["closed"], one.membership_id, 1)
        # Some weeks ago, so that Today asks what became of it.
        db.get_one(Exchange, found["closed"]).state_since -= timedelta(days=30)
        found["zoe"] = zoe.membership_id


def _in_twos(stage: Backstage, db: Session, found: dict[str, UUID]) -> None:
    """Inès wrote two cards with Zoé, and Zoé one with Hugo: they wait for a yes."""
    ines, zoe = stage.actor(db, INES), stage.actor(db, ZOE)
    interviews.write(db, ines, zoe.membership_id, "home", f"Coudre {LONG}")
    interviews.write(db, ines, zoe.membership_id, "dare", "chanter seule")
    interviews.write(db, zoe, found["hugo"], "alone", f"Bricoler {LONG}")
    found["said"] = waiting_for_my_yes(db, zoe)[0].id


def _proposals(stage: Backstage) -> dict[str, UUID]:
    """Return one proposal to answer, one answered, one withdrawn, one opened."""
    found = {
        "to_answer": stage.propose(("Yanis Haddad", "faire une vidéo avec une tablette", ZOE)),
        "answered": stage.propose(
            (ZOE, "faire des crêpes", "François Garnier"),
            ("François Garnier", "réparer une chambre à air", "Léa Okafor"),
            ("Léa Okafor", "parler anglais", ZOE),
        ),
        "withdrawn": stage.propose(("Oleksandr Kovalenko", "calculer de tête", ZOE)),
        "opened": stage.propose(("Anaïs Traoré", "raconter une histoire", ZOE)),
    }
    with stage.work() as db:
        answers.answer(db, stage.actor(db, ZOE), found["answered"], "differently", "Sans Léa")
        introductions.withdraw(db, stage.actor(db, TEACHER), found["withdrawn"])
        for name in (ZOE, "Anaïs Traoré"):
            answers.answer(db, stage.actor(db, name), found["opened"], "yes")
    return found


def _people_and_cards(stage: Backstage, found: dict[str, UUID]) -> None:
    """A newcomer with a name of the list, somebody without a name, a resting and a long card."""
    with stage.work() as db:
        teacher, zoe = stage.actor(db, TEACHER), stage.actor(db, ZOE)
        cid = stage.classroom_id
        for given, family in (("Timéo", "Rousseau"), ("", "")):
            came = people.arrive(
                db,
                classroom_id=cid,
                person_id=None,
                given_name=given,
                family_name=family,
                role=Role.PUPIL,
            )
        found["unnamed"] = came.id
        savoirs.bring_under(
            db,
            teacher,
            stage.savoir(db, "cuisiner des crêpes"),
            stage.savoir(db, "faire des crêpes"),
        )
        cards.add(db, zoe, "offer", f"Dire {LONG}", {})
        found["card"] = cards.add(db, zoe, "demand", "tricoter une écharpe", {}).id
        cards.rest(db, zoe, "demand", found["card"])
        cards.add(db, teacher, "demand", "jouer aux échecs", {})
        nour = stage.actor(db, "Nour El Amrani").membership_id
        hugo = stage.actor(db, "Hugo Lambert").membership_id
        found["hugo"] = hugo
        not_for_now.not_for_now(db, teacher, nour, hugo)
        _in_twos(stage, db, found)
        link = Link(
            stage.actor(db, "Théo Marchand").membership_id,
            hugo,
            stage.savoir(db, "jouer aux échecs"),
        )
        keeping.link_by_hand(db, teacher, [link])


def _between(stage: Backstage, found: dict[str, UUID]) -> None:
    """A network of two classes with a council, a celebration laid out, an open and an old issue."""
    with stage.work() as db:
        engine = stage.app.extensions["rers"].engine
        names = (ZOE, INES, MALO, MAELLE, "Hugo Lambert")
        people_of = {name: stage.actor(db, name) for name in names}
        kit = Kit(engine, db, stage.classroom_id, stage.actor(db, TEACHER), people_of)
        net = make_network(kit, f"CM2 {LONG}"[:80])
        other = net.come_in(make_kit(engine, "5e B"), "5e B")
        agenda_between.add(other.db, other.teacher, net.id, "thank", f"La classe qui {LONG}")
        other.db.commit()
        other.db.close()
        found["network"] = net.id
        found |= {f"net_{name}": id for name, id in lively(kit, net.id).items()}
        where = (net.id, found["net_council"])
        agenda_between.decide(
            db, kit.teacher, *where, f"Revoir la charte {LONG}", who="5e B", charter=True
        )
        agenda_between.add(db, people_of[ZOE], net.id, "solve", f"On s’entend mal {LONG}")
        party = found["net_party"]
        stands_between.offer(
            db, people_of[ZOE], net.id, party, what=LONG, needs=LONG,
            others=[found["hugo"]],
        )  # fmt: skip
        found["net_stand"] = stands_between.offer(
            db, people_of[ZOE], net.id, party, what="faire des crêpes"
        ).id
