"""The pages of classes together: council, celebration, journal; only the list leaves a class."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from rers_school import clock
from rers_school.classroom.services import effects
from tests.classroom.between_factory import between_classes
from tests.classroom.year_factory import HUGO, MINE, full_class
from tests.factories import Kit, Screen, Site
from tests.network_life_factory import lively
from tests.networks_factory import make_network, other_class

DAY = clock.now().date().isoformat()
SECRETS = ("Martin", "Le Goff", "Sow", "Zoé Martin")


def ids(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


def test_two_classes_hold_a_council(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    zoe = site.at(kit.pupil("Zoé Martin"))
    root = f"/networks/{net.id}"
    assert "not come together yet" in zoe.get(f"{root}/gatherings").text
    zoe.post(f"{root}/points", kind="propose", words="un marché ensemble")
    named = zoe.post(f"{root}/points", kind="thank", words="Merci à Zoé")
    assert (
        named.status_code == 422 and "without names" in named.text and "Merci à Zoé" in named.text
    )
    bad = teacher.post(f"{root}/gatherings", kind="council", day="soon", title="Le grand conseil")
    assert bad.status_code == 422 and "Le grand conseil" in bad.text
    made = teacher.post(f"{root}/gatherings", kind="council", day=DAY, host="5e B", way="call")
    page = made.location.replace(str(kit.classroom_id), str(other.classroom_id))
    seen = colleague.get(page).text
    assert "un marché ensemble" in seen and "CM2 de Curie" in seen and "Zoé" not in seen
    (point,) = ids(seen, r'id="point-([0-9a-f-]{36})"')
    colleague.post(f"{page}/points/{point}", done="yes")
    due = (clock.now().date() + timedelta(days=9)).isoformat()
    colleague.post(
        f"{page}/decisions", what="Revoir la charte", who="5e B", due_on=due, charter="1"
    )
    assert colleague.post(f"{page}/minutes", number="0", minutes="On a chanté.").status_code == 303
    late = teacher.post(f"{made.location}/minutes", number="0", minutes="On a dansé.")
    assert late.status_code == 409 and "On a chanté." in late.text and "On a dansé." in late.text
    moved = {"number": "0", "day": DAY, "host": "", "way": "visit", "title": "", "place": ""}
    assert teacher.post(made.location, **moved).status_code == 303
    late = colleague.post(page, **{**moved, "place": "Lyon"})
    assert late.status_code == 409 and "Lyon" in late.text
    colleague.post(f"{page}/held")
    network_page = teacher.get(root).text
    assert "Revoir la charte" in network_page, "what was decided runs on the network's page"
    charter = re.search(r'href="([^"]+/charter\?decided=[^"]+)"', teacher.get(made.location).text)
    assert charter is not None
    assert "Council between classes" in teacher.get(charter[1]).text
    printed = zoe.get(f"{made.location}/minutes").text
    assert "un marché ensemble" in printed and "Revoir la charte" in printed
    decision = ids(
        network_page + teacher.get(made.location).text, r'id="decision-([0-9a-f-]{36})"'
    )[0]
    teacher.post(f"{root}/decisions/{decision}", state="done", seen="open")
    late = colleague.post(f"{root}/decisions/{decision}", state="dropped", seen="open")
    assert late.status_code == 409 and "meanwhile" in late.text
    other.db.close()


def test_a_celebration_from_a_stand_to_the_programme(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B", people_as="class")
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    zoe, malo = kit.pupil("Zoé Martin"), kit.pupil("Malo Le Goff")
    pupil = site.at(zoe)
    kit.offer(zoe, "les crêpes de mamie")
    root = f"/networks/{net.id}/gatherings"
    page = teacher.post(root, kind="celebration", day=DAY, title="Savoirs en fête").location
    theirs = page.replace(str(kit.classroom_id), str(other.classroom_id))
    form = pupil.get(f"{page}/stands/new").text
    assert "les crêpes de mamie" in form and "Malo L." in form
    assert pupil.post(f"{page}/stands", what="").status_code == 422
    pupil.post(
        f"{page}/stands", what="les crêpes", needs="une plaque", **{"with": malo.membership_id}
    )
    assert "les crêpes" not in colleague.get(theirs).text
    assert "I am not at this stand" in site.at(malo).get(page).text
    (ticked,) = ids(teacher.get(page).text, r'name="stand" form="stands-yes" value="([^"]+)"')
    stranger = colleague.post(f"{theirs}/stands/agree", stand=ticked)
    assert "changed meanwhile" in colleague.follow(stranger).text
    teacher.post(f"{page}/stands/agree", stand=ticked)
    nadia = site.at(other.pupil("Nadia Sow"))
    nadia.post(f"{theirs}/stands", what="des masques")
    (mask,) = ids(colleague.get(theirs).text, r'name="stand" form="stands-yes" value="([^"]+)"')
    colleague.post(f"{theirs}/stands/agree", stand=mask)
    colleague.post(f"{theirs}/timetable", number="0", slots="14 h\n15 h", places="La cour")
    late = teacher.post(f"{page}/timetable", number="0", slots="16 h", places="Le préau")
    assert late.status_code == 409 and "16 h" in late.text
    teacher.post(f"{page}/lay-out", number="1")
    crepes = ticked.partition(".")[0]
    taken = teacher.post(f"{page}/stands/{crepes}/move", number="2", cell="7.0")
    assert taken.status_code == 422
    for size in ("", "?size=a3"):
        printed = colleague.get(f"{theirs}/programme{size}").text
        assert "les crêpes" in printed and "Malo L., Zoé M." in printed and "une plaque" in printed
        assert "des masques" in printed and not any(one in printed for one in SECRETS)
    assert "Nadia" not in teacher.get(f"{page}/programme").text, "5e B shows only itself"
    other.db.close()


def test_a_journal_from_the_first_words_to_the_leaflet(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    zoe = kit.pupil("Zoé Martin")
    effects.tell(kit.db, zoe, "dared", "parler devant tous")
    kit.save()
    teacher, colleague, pupil = site.at(kit.teacher), site.at(other.teacher), site.at(zoe)
    root = f"/networks/{net.id}/journal"
    page = teacher.post(root, title="Automne").location
    theirs = page.replace(str(kit.classroom_id), str(other.classroom_id))
    (mine,) = ids(pupil.get(f"{page}/mine").text, r'name="words" value="([^"]+)"')
    pupil.post(f"{page}/mine", words=mine)
    assert pupil.get(f"{page}/part").status_code == 403
    teacher.post(f"{page}/part", number="0", works="une fresque", thanks="Merci à Zoé Martin")
    late = teacher.post(f"{page}/part", number="0", works="une chanson")
    assert late.status_code == 409 and "une fresque" in late.text and "une chanson" in late.text
    waiting = teacher.get(page).text
    assert "Merci à someone" in waiting or "Merci à quelqu’un" in waiting
    keys = ids(waiting, r'name="line" value="([^"]+)"')
    assert len(keys) == 3 and "une fresque" not in colleague.get(theirs).text
    assert "une fresque" not in pupil.get(page).text, "before the yes only who writes reads it"
    teacher.post(f"{page}/agree", line=keys, shown=keys)
    seen = colleague.get(theirs).text
    assert "parler devant tous" in seen and "une fresque" in seen and "Zoé" not in seen
    assert colleague.get(f"{theirs}/part").status_code == 200
    colleague.post(f"{theirs}/publish")
    for path in (theirs, f"{theirs}/leaflet"):
        printed = colleague.get(path).text
        assert "parler devant tous" in printed and "Zoé" not in printed and "Martin" not in printed
    assert "Automne" in colleague.get(root).text
    assert teacher.post(f"{page}/part", number="1", works="x").status_code == 422
    assert pupil.post(f"{page}/mine").status_code == 422
    other.db.close()


def test_the_life_of_a_network_does_not_exist_outside_it(kit: Kit, site: Site) -> None:
    net, outside = make_network(kit), other_class(kit, "6e C")
    teacher = site.at(kit.teacher)
    root = f"/networks/{net.id}"
    party = teacher.post(f"{root}/gatherings", kind="celebration", day=DAY).location
    issue = teacher.post(f"{root}/journal", title="Automne").location
    strangers = (site.at(outside.teacher), site.at(outside.pupil("Nadia")))
    gathering, letter = party.rsplit("/", 1)[1], issue.rsplit("/", 1)[1]
    rules = [
        rule
        for rule in site.app.url_map.iter_rules()
        if re.search(r"/(gatherings|journal|points|decisions)\b", rule.rule)
        and rule.endpoint.startswith("networks.")
    ]
    assert len(rules) > 30
    for rule in rules:
        known = {"network_id": net.id, "gathering_id": gathering, "issue_id": letter}
        values = {name: known.get(name, net.id) for name in rule.arguments}
        values["classroom_id"] = outside.classroom_id
        built = rule.build(values)
        assert built is not None
        for screen in strangers:
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            got = screen.get(built[1]) if method == "GET" else screen.post(
                built[1], kind="thank", words="x", day=DAY, title="x", what="x", state="done",
                number="0", slots="a", places="b",
            )  # fmt: skip
            assert got.status_code in (403, 404), (rule.rule, got.status_code)
            if screen is strangers[0]:
                assert got.status_code == 404, rule.rule
    outside.db.close()


def test_no_byte_of_these_pages_tells_of_a_pupil_of_another_class(kit: Kit, site: Site) -> None:
    full_class(kit)
    net = between_classes(kit, others_name_him=False)
    other, hugo = net.classes[1], kit.pupil(HUGO)
    pages = site.at(kit.teacher).get(f"/networks/{net.id}/gatherings").text
    pages += site.at(kit.teacher).get(f"/networks/{net.id}/journal").text
    ids = set(re.findall(r"/(?:gatherings|journal)/([0-9a-f-]{36})", pages))
    secrets = (MINE, "Hugo", "Lambertin", "Zoé", "Malo", str(hugo.membership_id))
    seen = 0
    for actor in (other.teacher, other.pupil("Nadia")):
        screen = site.at(actor)
        for rule in site.app.url_map.iter_rules():
            if not re.search("/(gatherings|journal)", rule.rule) or "GET" not in (
                rule.methods or ()
            ):
                continue
            for one in ids:
                known: dict[str, object] = dict.fromkeys(rule.arguments, one)
                known |= {"network_id": net.id, "classroom_id": other.classroom_id}
                built = rule.build(known)
                assert built is not None
                page = screen.get(built[1])
                seen += page.status_code == 200 and "un marché pour tous" in page.text
                found = [word for word in secrets if word in page.text]
                assert not found, (rule.rule, found)
    assert seen >= 4, "what was brought for all is there to be read"
    other.db.close()


def test_classes_act_at_the_same_moment(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    nadia, ali = other.pupil("Nadia Sow"), other.pupil("Ali Ba")
    found = lively(other, net.id)
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    one = f"/networks/{net.id}/gatherings/{found['party']}"
    letter = f"/networks/{net.id}/journal/{found['issue']}"
    for each in net.classes:
        each.save()

    def at_once(*sent: tuple[Screen, str, dict[str, str]]) -> list[int]:
        with ThreadPoolExecutor(len(sent)) as pool:
            asked = [pool.submit(screen.post, path, **fields) for screen, path, fields in sent]
            return [answer.result().status_code for answer in asked]

    words = ({"number": "0", "minutes": "On a chanté."}, {"number": "0", "minutes": "On a dansé."})
    minutes = [
        (at, f"{one}/minutes", said) for at, said in zip((teacher, colleague), words, strict=True)
    ]
    assert sorted(at_once(*minutes)) == [303, 409]
    # The locks of a class and of its network are taken in one order: nobody waits for ever.
    number = re.findall(r'name="number" value="(\d+)"', teacher.get(one).text)[0]
    erased = f"/people/{nadia.membership_id}/erase"
    assert at_once(
        (teacher, f"{one}/lay-out", {"anew": "yes", "number": number}),
        (colleague, erased, {"sure": "yes"}),
    ) == [303, 303]
    assert at_once((teacher, f"{letter}/publish", {}), (site.at(ali), f"{letter}/mine", {})) in (
        [303, 303],
        [303, 422],
    )
    assert "Nadia" not in teacher.get(letter).text
    other.db.close()
