"""Taking a card off the wall with a word, and what its author reads."""

import re

from tests.factories import Kit, Site

WORD = "Ali en est blessé."


def test_from_the_word_to_the_wall_again(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = kit.offer(zoe, "me moquer d’Ali")
    kit.demand(zoe, "le vélo")
    teacher, author = site.at(kit.teacher), site.at(zoe)
    path = f"/wall/offer/{card.id}"
    assert "Take this card off the wall" in teacher.get(path).text
    answer = teacher.post(f"{path}/hide", word=WORD)
    assert WORD in teacher.follow(answer).text
    for page in ("/savoirs", "/"):
        assert WORD in author.get(page).text
    assert card.words not in author.get("/wall").text
    others = site.at(kit.pupil("Théo Garçon"))
    assert others.get(path).status_code == 404
    assert WORD not in others.get("/wall").text
    assert "Cards to look at" in teacher.get("/wall").text
    author.post(f"/savoirs/offer/{card.id}", words="raconter une blague")
    assert WORD not in author.get("/").text
    assert "will look at it again" in author.get("/savoirs").text
    behind = teacher.get("/class").text
    assert "has been changed since" in behind[behind.index("Who has no link yet") :]
    assert "changed since" in teacher.get("/wall/aside").text
    assert "changed since" in teacher.get(f"/people/{zoe.membership_id}").text
    seen = re.search(r'name="seen" value="(\d+)"', teacher.get(path).text)
    assert seen
    assert teacher.post(f"{path}/put-back", seen=seen[1]).status_code == 303
    assert "raconter une blague" in others.get("/wall").text
    assert WORD not in author.get("/savoirs").text


def test_without_a_word_or_too_late_it_is_said(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = kit.offer(zoe, "siffler")
    teacher, path = site.at(kit.teacher), f"/wall/offer/{card.id}"
    assert teacher.get(path).text.count('id="word-error"') == 0
    empty = teacher.post(f"{path}/hide", word=" ")
    assert (empty.status_code, "word-error" in empty.text) == (422, True)
    long = teacher.post(f"{path}/hide", word="x" * 301)
    assert (long.status_code, "x" * 301 in long.text) == (422, True)
    teacher.post(f"{path}/hide", word=WORD)
    author = site.at(zoe)
    late = author.post(f"/savoirs/offer/{card.id}/rest")
    assert "has changed meanwhile" in author.follow(late).text
    author.post(f"/savoirs/offer/{card.id}", words="siffler doucement")
    stale = teacher.post(f"{path}/put-back", seen="1")
    assert (stale.status_code, "siffler doucement" in stale.text) == (409, True)


def test_it_is_a_teachers_page(kit: Kit, site: Site) -> None:
    card = kit.offer(kit.pupil("Zoé Bérénger"), "siffler")
    theo = site.at(kit.pupil("Théo Garçon"))
    assert "off the wall" not in theo.get(f"/wall/offer/{card.id}").text
    assert theo.post(f"/wall/offer/{card.id}/hide", word=WORD).status_code == 403
    assert "No card is off the wall" in site.at(kit.teacher).get("/wall/aside").text
