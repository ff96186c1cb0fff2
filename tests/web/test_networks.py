"""The pages of a network: found, invite, come in, open a card, agree, look, leave."""

import re

from rers_school.classroom.services.networks import opening
from tests.factories import Kit, Site
from tests.networks_factory import make_network, other_class, share

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
