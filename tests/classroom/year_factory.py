"""Hugo, who is in everything that a class can hold, and whom others name."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.models import ClassDay, EarlierYear, Exchange, Guest
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.market_day import places_of
from rers_school.classroom.services import (
    agenda,
    agreement,
    answers,
    changes,
    decisions,
    drafts,
    effects,
    evaluations,
    exchanges,
    follow_ups,
    form_keys,
    gatherings,
    interviews,
    introductions,
    keeping,
    market,
    meetings,
    network_rules,
    not_for_now,
    observing,
    people,
    review_giving,
    reviews,
    rounds,
    savoirs,
    stands,
    wishes,
    workshop_places,
    workshops,
)
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from tests.across_factory import shared, two_classes
from tests.classroom.exchange_factory import agree_on_everything, circle, look_back
from tests.classroom.trace_factory import weeks_later
from tests.factories import Kit

HUGO = "Hugo Lambertin"
MINE = "quokka"  # stands in every text that is Hugo's own


def full_class(kit: Kit) -> dict[str, UUID]:
    """Fill a class around Hugo; return the exchanges, by where they stand, and the gathering."""
    hugo, zoe, malo = kit.pupil(HUGO), kit.pupil("Zoé"), kit.pupil("Malo")
    ids = {
        "closed": circle(kit, (HUGO, "guitare", "Zoé"))[0],
        "agreeing": circle(kit, (HUGO, "échecs", "Zoé"), ("Zoé", "crêpes", HUGO))[0],
        "accompanied": circle(kit, ("Zoé", "magie", "Malo"), mediator=hugo)[0],
    }
    look_back(kit, ids["closed"], hugo, zoe)
    _looked_back(kit, ids["closed"])
    agree_on_everything(kit, ids["accompanied"], zoe, malo)
    agreement.write_line(kit.db, hugo, ids["agreeing"], "contents", "Hugo montre les pions", 0)
    _cards(kit)
    _others(kit, ids["agreeing"])
    _market(kit)
    ids["gathering"] = _together(kit)
    ids["proposed"] = _proposal(kit)
    kit.save()
    return ids


def _looked_back(kit: Kit, room: UUID) -> None:
    hugo, zoe = kit.pupil(HUGO), kit.pupil("Zoé")
    both = [hugo.membership_id, zoe.membership_id]
    exchanges.go_on(kit.db, zoe, room)
    today = clock.now().date()
    meetings.tell(kit.db, zoe, room, held_on=today, present=both, did="hugo a joué", worked="Hugo")
    exchanges.look_back(kit.db, zoe, room)
    evaluations.answer(kit.db, hugo, room, "giver", "preparing", f"J’ai relu {MINE}")
    evaluations.finish(kit.db, hugo, room, "giver", with_partners=True)
    evaluations.answer(kit.db, zoe, room, "receiver", "helped", "Hugo m’a aidée")
    evaluations.finish(kit.db, zoe, room, "receiver", with_partners=True)
    reviews.write(kit.db, hugo, room, {"learned": "On a ri", "thanks": "Merci Hugo L."}, 0)
    exchanges.close(kit.db, zoe, room, "learned")
    for one in (hugo, zoe):
        review_giving.give(kit.db, one, room, one.membership_id, 1)
    kit.save()
    weeks_later(kit)
    follow_ups.tell(kit.db, hugo, room, f"Je continue {MINE}", shared=True)
    follow_ups.tell(kit.db, zoe, room, "Je joue avec Hugo", shared=True)
    kit.save()


def _cards(kit: Kit) -> None:
    hugo, zoe, lea = kit.pupil(HUGO), kit.pupil("Zoé"), kit.pupil("Léa")
    mine = kit.offer(hugo, f"dresser un {MINE}", why=f"{MINE} !")
    kit.demand(hugo, f"chanter au {MINE}", uneasy=f"seul, {MINE}")
    wishes.wish(kit.db, zoe, "offer", mine.id)
    theirs = kit.demand(zoe, "dessiner comme Hugo")
    wishes.wish(kit.db, hugo, "demand", theirs.id)
    drafts.keep(kit.db, hugo, "card:new:offer", {"words": MINE})
    form_keys.remember(kit.db, hugo, "key", f"/c/{kit.classroom_id}/savoirs")
    not_for_now.not_for_now(kit.db, kit.teacher, hugo.membership_id, lea.membership_id)
    content = {"class": MINE, "school": "", "school_year": "2020–2021"}
    kit.db.add(
        EarlierYear(
            classroom_id=kit.classroom_id,
            membership_id=hugo.membership_id,
            year="2020–2021",
            content=content,
        )
    )
    people.note_visit(kit.db, kit.classroom_id, hugo.membership_id)


def _others(kit: Kit, room: UUID) -> None:
    """What somebody else wrote down for Hugo; workshops; another partner; somebody who observes."""
    hugo, zoe, lea = kit.pupil(HUGO), kit.pupil("Zoé"), kit.pupil("Léa")
    interviews.write(kit.db, zoe, hugo.membership_id, "dare", f"parler à un {MINE}")
    own = workshops.open_workshop(
        kit.db, hugo, kind="one_to_many", words="plier un avion", places=2, note=f"avec {MINE}"
    )
    workshop_places.come(kit.db, zoe, own.id)
    theirs = workshops.open_workshop(kit.db, zoe, kind="search", words="les marées", places=3)
    workshop_places.come(kit.db, hugo, theirs.id)
    changes.ask(kit.db, hugo, room)
    observing.ask(kit.db, hugo, room, lea.membership_id)
    kit.db.add(
        ClassDay(
            classroom_id=kit.classroom_id,
            day=clock.now().date() - timedelta(days=1),
            away=[str(hugo.membership_id)],
        )
    )
    kit.save()


def _market(kit: Kit) -> None:
    hugo = kit.pupil(HUGO)
    kit.offer(hugo, "nœuds")
    kit.demand(kit.pupil("Zoé"), "nœuds")
    kit.offer(kit.pupil("Zoé"), "origami")
    kit.demand(hugo, "origami")
    day = today_in(kit.db, kit.classroom_id)
    held = market.announce(
        kit.db, kit.teacher, day=day, minutes=10, places=places_of("le coin de Hugo")
    )
    market.lay_out(kit.db, kit.teacher, [], held.revision)
    while held.state != "over":
        market.go_on(kit.db, kit.teacher, held.revision)
    market.answer_question(kit.db, hugo, held.id, f"ma question {MINE}", shared=True)
    later = market.announce(
        kit.db, kit.teacher, day=day + timedelta(days=7), minutes=10, places=places_of("")
    )
    market.lay_out(kit.db, kit.teacher, [], later.revision)
    later.away = [str(hugo.membership_id)]


def _together(kit: Kit) -> UUID:
    hugo, zoe = kit.pupil(HUGO), kit.pupil("Zoé")
    today = clock.now().date()
    held = gatherings.plan(kit.db, kit.teacher, "council", today)
    agenda.add(kit.db, hugo, "propose", f"un {MINE} en classe")
    agenda.add(kit.db, zoe, "thank", "Merci à Hugo")
    decisions.take(kit.db, kit.teacher, held.id, "Hugo range les cartes", "Hugo")
    network_rules.write(kit.db, kit.teacher, "Hugo sonne la fin", held.id)
    gatherings.write_minutes(kit.db, kit.teacher, held.id, "HUGO a parlé.", 0)
    gatherings.hold(kit.db, kit.teacher, held.id)
    stands.offer(kit.db, hugo, f"mon {MINE}", "Hugo")
    stands.offer(kit.db, zoe, "trois accords", "Zoé et Hugo")
    effects.tell(kit.db, hugo, "dared", f"lever la main {MINE}", shared=True)
    effects.tell(kit.db, zoe, "see", "hugo autrement", shared=True)
    return held.id


def _proposal(kit: Kit) -> UUID:
    """A preparation, a circle that was sent and answered, and one that only the teacher knows."""
    hugo, malo, lea = kit.pupil(HUGO), kit.pupil("Malo"), kit.pupil("Léa")
    savoir = savoirs.named(kit.db, kit.classroom_id, f"dresser un {MINE}").id
    plan = rounds.suggest_again(kit.db, kit.teacher)
    plan.set_aside = [[str(hugo.membership_id), str(lea.membership_id), str(savoir)]]
    link = Link(hugo.membership_id, malo.membership_id, savoir)
    sent = keeping.link_by_hand(kit.db, kit.teacher, [link])
    introductions.send(kit.db, kit.teacher)
    answers.answer(kit.db, hugo, sent.id, "differently", f"pas ça {MINE}")
    wanted = savoirs.named(kit.db, kit.classroom_id, f"chanter au {MINE}").id
    link = Link(malo.membership_id, hugo.membership_id, wanted)
    kept = keeping.link_by_hand(kit.db, kit.teacher, [link])
    keeping.choose_mediator(kit.db, kit.teacher, kept.id, lea.membership_id)
    return sent.id


def guest_elsewhere(kit: Kit) -> None:
    """Let Hugo live an exchange as a guest in another class, and be asked for another one."""
    two = two_classes(kit)
    hugo, lea, there = kit.pupil(HUGO), two.lea, two.other
    theirs = shared(there, lea, "offer", "plier une grue")
    mine = shared(kit, hugo, "demand", "plier une grue")
    link = Wanted(lea.membership_id, hugo.membership_id, theirs, mine)
    made = propose_across(there.db, there.teacher, two.network_id, [link])
    there.save()
    circle = answering.agree(kit.db, kit.teacher, made.id)
    kit.save()
    assert circle.introduction_id
    found = there.db.scalars(select(Guest)).one()
    guest = replace(hugo, classroom_id=found.classroom_id, membership_id=found.membership_id)
    answers.answer(there.db, guest, circle.introduction_id, "yes", f"oui {MINE}")
    answers.answer(there.db, lea, circle.introduction_id, "yes", "avec Hugo")
    room = there.db.scalars(select(Exchange.id)).one()
    agreement.write_line(there.db, guest, room, "method", "Hugo regarde d’abord", 0)
    agreement.write_line(there.db, lea, room, "place", "chez Hugo Lambertin", 0)
    drafts.keep(there.db, guest, drafts.line_form(room, "days"), {"words": MINE})
    agree_on_everything(there, room, guest, lea, but=("method", "place"))
    exchanges.look_back(there.db, lea, room)
    evaluations.answer(there.db, guest, room, "receiver", "helped", f"les dessins {MINE}")
    evaluations.answer(there.db, lea, room, "giver", "again", "rire avec hugo")
    there.save()
    waits = shared(kit, hugo, "offer", "montrer un tour")
    lea_wants = shared(there, lea, "demand", "montrer un tour")
    links = [Wanted(hugo.membership_id, lea.membership_id, waits, lea_wants)]
    propose_across(kit.db, kit.teacher, two.network_id, links)
    kit.save()
    two.close()
