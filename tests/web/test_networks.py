"""The pages of a network: found, invite, come in, open a card, agree, look, leave."""

import re

from rers_school.classroom.queries.networks.shown import opened_cards
from rers_school.classroom.services.networks import inviting, opening
from tests.factories import Kit, Site
from tests.networks_factory import make_network, other_class, share
from tests.web.test_workshops import at_once

OF_CLASS = {"called": "CM2 de Curie", "people_as": "initial", "offers": "1", "demands": "1"}


def test_from_founding_to_a_card_that_another_class_reads(kit: Kit, site: Site) -> None:
    other = other_class(kit)
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    assert "Between classes" not in teacher.get("/wall").text, "a class alone sees nothing of it"
    assert "in no network" in teacher.get("/networks").text
    form = teacher.get("/networks/new").text
    charter = re.search(r'<textarea id="charter"[^>]*>\n(.+?)</textarea>', form, re.S)
    assert charter is not None
    missing = teacher.post("/networks/new", name="Le Val", charter="Pour tous", **OF_CLASS)
    assert missing.status_code == 422 and "Pour tous" in missing.text
    made = teacher.post(
        "/networks/new", kind="place", name="Le Val", charter=charter[1], **OF_CLASS
    )
    page = made.location
    assert "The network is founded" in teacher.follow(made).text
    code = re.search(r"<b>(\w{4}-\w{4}-\w{4})</b>", teacher.post(page + "/invite").text)
    assert code is not None
    look = colleague.post("/networks/join/look", code=code[1])
    assert "Le Val" in look.text and "CM2 de Curie" in look.text and "Each can stop" in look.text
    own = {"called": "5e B", "people_as": "class", "offers": "1"}
    assert colleague.post("/networks/join", code=code[1], number="1", **own).status_code == 422
    joined = colleague.post("/networks/join", code=code[1], number="1", accepts="1", **own)
    assert "5e B" in colleague.follow(joined).text
    zoe = kit.pupil("Zoé Martin")
    card = kit.offer(zoe, "les crêpes", why="un secret")
    pupil = site.at(zoe)
    assert f"/savoirs/offer/{card.id}/open" in pupil.get("/savoirs").text
    assert "Zoé M., CM2 de Curie" in pupil.get(f"/savoirs/offer/{card.id}/open").text
    pupil.post(f"/savoirs/offer/{card.id}/open", reach="network")
    asked = teacher.get("/networks/asked").text
    ticked = re.search(r'name="card" form="yes" value="([^"]+)"', asked)
    assert ticked is not None
    teacher.post("/networks/asked", card=ticked[1])
    assert "les crêpes" in teacher.get(page + "/shown").text
    theirs = page.replace(str(kit.classroom_id), str(other.classroom_id))
    wall = colleague.get(theirs + "/wall").text
    assert "Zoé M., CM2 de Curie" in wall and "Martin" not in wall
    share(other, other.pupil("Nadia"), "offer", "faire des crêpes")
    both = colleague.get(theirs + "/wall").text
    assert both.count('class="wall-savoir"') == 1, "two names for one savoir"
    assert "les crêpes" in both and "faire des crêpes" in both, "each in its author's words"
    shown = re.search(r'href="wall/([^"]+)"', wall)
    assert shown is not None
    one = colleague.get(f"{theirs}/wall/{shown[1]}").text
    assert "les crêpes" in one and "secret" not in one
    teacher.post(page + "/leave")
    assert "les crêpes" not in colleague.get(theirs + "/wall").text
    assert "has left" in colleague.get(theirs).text
    other.db.close()


def test_a_network_does_not_exist_for_a_class_outside(kit: Kit, site: Site) -> None:
    net, outside = make_network(kit), other_class(kit, "6e C")
    card = share(kit, kit.pupil("Zoé"), "offer", "les crêpes")
    stranger = site.at(outside.teacher)
    for path in ("", "/wall", "/charter", "/shown", "/leave"):
        assert stranger.get(f"/networks/{net.id}{path}").status_code == 404, path
    for path in ("/invite", "/choice", "/leave", "/charter", "/charter/accept"):
        sent = stranger.post(f"/networks/{net.id}{path}", called="x", charter="y", decided="z",
                             people_as="class", number="1")  # fmt: skip
        assert sent.status_code == 404, path
    assert stranger.get(f"/savoirs/offer/{card}/open").status_code == 404
    outside.db.close()


def test_the_teacher_keeps_a_card_with_a_word(kit: Kit, site: Site) -> None:
    make_network(kit)
    zoe = kit.pupil("Zoé")
    card = kit.offer(zoe, "mon adresse")
    opened = opening.open_card(kit.db, zoe, "offer", card.id, "network")
    kit.save()
    teacher = site.at(kit.teacher)
    assert teacher.post(f"/networks/asked/{opened.id}/keep", word=" ").status_code == 422
    teacher.post(f"/networks/asked/{opened.id}/keep", word="Sans ton adresse")
    page = site.at(zoe).get(f"/savoirs/offer/{card.id}/open").text
    assert "Sans ton adresse" in page
    # What changed between reading and saying yes is not agreed to.
    ticked = f"{opened.id}.0123456789abcdef"
    sent = teacher.post("/networks/asked", card=ticked)
    assert "changed meanwhile" in teacher.follow(sent).text


def test_a_revised_charter_waits_for_each_class(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    page = f"/networks/{net.id}"
    teacher.post(f"{page}/charter", charter="Nouvelle", decided="Conseil du 4", number="1")
    assert "has revised the charter" in colleague.get(page).text
    late = colleague.post(f"{page}/charter", charter="La nôtre", decided="Ici", number="1")
    assert late.status_code == 409 and "La nôtre" in late.text and "Nouvelle" in late.text
    colleague.post(f"{page}/charter/accept", number="2")
    assert "accepted by your class" in colleague.get(f"{page}/charter").text
    assert "has revised" in site.at(other.pupil("Nadia")).get(page).text, "as news, for everybody"
    other.db.close()


def test_two_classes_with_one_code_and_two_charters_at_once(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    near = net.come_in(other_class(kit, "CM1"), "CM1")
    rivals = [other_class(kit, "6e A"), other_class(kit, "6e B")]
    code = inviting.invite(kit.db, kit.teacher, net.id, "")
    kit.save()
    own = {"called": "6e", "people_as": "class", "code": code, "number": "1", "accepts": "1"}
    screens = [site.at(one.teacher) for one in rivals]
    joined = at_once([lambda s=screen: s.post("/networks/join", **own).status_code
                      for screen in screens])  # fmt: skip
    assert sorted(joined) == [303, 422]
    both = [site.at(kit.teacher), site.at(near.teacher)]
    words = {"decided": "Conseil", "number": "1"}
    revised = at_once([lambda s=screen, n=number: s.post(
                           f"/networks/{net.id}/charter", charter=f"Texte {n}", **words
                       ).status_code
                       for number, screen in enumerate(both)])  # fmt: skip
    assert sorted(revised) == [303, 409]
    for one in (near, *rivals):
        one.db.close()


def test_leaving_erasing_and_agreeing_at_once_leave_nothing_behind(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    zoe, malo = kit.pupil("Zoé"), kit.pupil("Malo")
    for actor, words in ((zoe, "les crêpes"), (malo, "la guitare")):
        card = kit.offer(actor, words)
        opening.open_card(kit.db, actor, "offer", card.id, "network")
        kit.save()
    waiting = [f"{one.id}.{one.seen}" for one in opened_cards(kit.db, kit.teacher)]
    kit.save()
    teacher, again, pupil = site.at(kit.teacher), site.at(kit.teacher), site.at(malo)
    codes = at_once([
        lambda: teacher.post("/networks/asked", card=waiting).status_code,
        lambda: again.post(f"/people/{zoe.membership_id}/erase", sure="1").status_code,
        lambda: pupil.post(f"/savoirs/offer/{card.id}/withdraw").status_code,
        lambda: site.at(other.teacher).get(f"/networks/{net.id}/wall").status_code,
    ])  # fmt: skip
    assert set(codes) <= {200, 303}
    reader = site.at(other.teacher)
    wall = reader.get(f"/networks/{net.id}/wall").text
    assert "les crêpes" not in wall and "la guitare" not in wall
    at_once([
        lambda: teacher.post(f"/networks/{net.id}/leave").status_code,
        lambda: pupil.post(f"/savoirs/offer/{card.id}/wake").status_code,
    ])  # fmt: skip
    assert "la guitare" not in reader.get(f"/networks/{net.id}/wall").text
    other.db.close()
