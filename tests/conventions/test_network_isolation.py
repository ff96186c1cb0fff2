"""What is not on the list never leaves a class, on no page of a network and for nobody outside."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from werkzeug.routing import Rule

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.cards import own_part
from rers_school.classroom.services.networks import belonging
from tests.classroom.year_factory import HUGO, MINE, full_class
from tests.factories import Kit, Screen, Site
from tests.networks_factory import Net, make_network, other_class, share


@pytest.fixture
def net(kit: Kit) -> Iterator[Net]:
    """A network of a class in which everything stands, one of its school, and one elsewhere."""
    made = make_network(kit, people_as="class")
    full_class(kit)
    for kind, words in (("offer", "les crêpes"), ("demand", "le solfège")):
        share(kit, kit.pupil(HUGO), kind, words, why=MINE, learned_with=MINE, needs=MINE,
              already=MINE, uneasy=MINE)  # fmt: skip
    made.come_in(other_class(kit, "5e B"), "5e B")
    made.come_in(other_class(kit, "CM1", same_school=True), "CM1 de Curie")
    for one in made.classes[1:]:
        share(one, one.pupil("Nadia"), "demand", "une crêpe")
    yield made
    for one in made.classes[1:]:
        one.db.close()


def _rules(site: Site) -> list[Rule]:
    return [rule for rule in site.app.url_map.iter_rules() if "network_id" in rule.arguments]


def _path(rule: Rule, kit: Kit, **known: object) -> str:
    values: dict[str, object] = {"classroom_id": kit.classroom_id, "number": 0}
    for name, converter in rule._converters.items():
        uuid = type(converter).__name__ == "UUIDConverter"
        values.setdefault(name, known.get(name, uuid4() if uuid else "x"))
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return str(built[1])


def _everybody(kit: Kit) -> list[Actor]:
    return [kit.teacher, kit.pupil("Nadia"), kit._arrive("Ana", "Costa", Role.ADULT)]


def _asks(screen: Screen, rule: Rule, path: str) -> int:
    sent = screen.get(path) if "GET" in (rule.methods or ()) else screen.post(path)
    return sent.status_code


def test_a_network_is_unknown_to_every_role_of_a_class_that_is_not_in_it(
    kit: Kit, site: Site, net: Net
) -> None:
    never, left = other_class(kit, "6e C"), net.classes[1]
    belonging.leave(left.db, left.teacher, net.id)
    left.save()
    for outside in (never, left):
        for actor in _everybody(outside):
            screen = site.at(actor)
            for rule in _rules(site):
                allowed = site.app.view_functions[rule.endpoint].allowed  # type: ignore[attr-defined]  # set by the decorator
                path = _path(rule, outside, network_id=net.id)
                wanted = 404 if actor.role in allowed else 403
                assert _asks(screen, rule, path) == wanted, (actor.role, rule.rule)
    never.db.close()


def test_no_page_of_a_network_shows_anything_that_is_not_on_the_list(
    kit: Kit, site: Site, net: Net
) -> None:
    secrets = [MINE, *_family_names(kit), "Hugo", "Zoé", "Malo", str(kit.pupil(HUGO).membership_id)]
    card = own_part(kit.db, network_of(kit.db, kit.teacher, net.id))[0].id
    seen = 0
    for other in net.classes[1:]:
        for actor in _everybody(other):
            screen = site.at(actor)
            for rule in _rules(site):
                if "GET" not in (rule.methods or ()):
                    continue
                page = screen.get(_path(rule, other, network_id=net.id, card_id=card))
                if page.status_code != 200:
                    continue
                seen += "crêpe" in page.text
                found = [one for one in secrets if one in page.text]
                assert not found, (rule.rule, actor.role, found)
    assert seen >= 6, "the cards that are shared are there to be seen"


def test_a_class_that_shows_initials_shows_one_letter_more_and_nothing_else(
    kit: Kit, site: Site, net: Net
) -> None:
    belonging.choose(
        kit.db, kit.teacher, net.id, belonging.Choice("CM2 de Curie", people_as="initial")
    )
    kit.save()
    other = net.classes[1]
    page = site.at(other.teacher).get(f"/networks/{net.id}/wall").text
    assert "Hugo L., CM2 de Curie" in page and "Lamb" not in page and MINE not in page


def test_ids_of_another_class_open_nothing(kit: Kit, site: Site, net: Net) -> None:
    """Every address of a class with the ids of another one, in the same network."""
    other = net.classes[1]
    screen = site.at(other.teacher)
    ours = re.findall(
        r"/c/[0-9a-f-]{36}(/[a-z][^\"?#]*[0-9a-f-]{36}[^\"?#]*)", _all_pages(site, kit)
    )
    paths = {one for one in ours if str(net.id) not in one}
    assert len(paths) > 5
    for path in sorted(paths):
        assert screen.get(path).status_code in (403, 404, 405), path


def _all_pages(site: Site, kit: Kit) -> str:
    screen = site.at(kit.teacher)
    pages = ("/wall", "/exchanges", "/people", "/together", "/introductions", "/networks/asked")
    return "".join(screen.get(path).text for path in pages)


def _family_names(kit: Kit) -> list[str]:
    return [name.partition(" ")[2] for name in kit.pupils if " " in name]


def test_an_unknown_network_and_one_of_others_look_the_same(kit: Kit, site: Site, net: Net) -> None:
    outside = other_class(kit, "6e C")
    screen = site.at(outside.teacher)

    def said(network: UUID) -> str:
        page = screen.get(f"/networks/{network}").text
        return re.sub(r"[0-9a-f]{8}[0-9a-f.\-]+|value=\"[^\"]+\"", "", page)

    assert said(net.id) == said(uuid4())
    outside.db.close()
