"""The network of the class: a ring and a table with the same facts, for its teachers."""

import re
from datetime import timedelta

import pytest

from rers_school import clock
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Exchange, Participation
from rers_school.classroom.queries.network import network_of
from rers_school.classroom.services import exchanges
from tests.classroom.exchange_factory import circle, close, counted, single
from tests.factories import Kit, Site


def _table(page: str) -> list[list[str]]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.sub(r"<[^>]+>", "|", row) for row in body.split("<tr>")[1:]]
    return [[cell.strip() for cell in row.split("|") if cell.strip()] for row in rows]


def test_the_table_and_the_figure_say_the_same(kit: Kit, site: Site) -> None:
    done = single(kit, "Maëlle", "guitare", "Zoé")
    close(kit, done, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    circle(kit, ("Zoé", "crêpes", "Ali"), ("Ali", "vélo", "Zoé"))
    page = site.at(kit.teacher).get("/network").text
    assert _table(page) == [
        ["Ali T.", "vélo", "Zoé T.", "under way"],
        ["Maëlle T.", "guitare", "Zoé T.", "took place"],
        ["Zoé T.", "crêpes", "Ali T.", "under way"],
    ]
    ring = page[page.index('<svg class="net"') :]
    assert ring.count("marker-end=") == 3
    assert ring.count('class="net-now"') == 2 and ring.count('class="net-done"') == 1
    (zoe,) = re.findall(r'aria-label="(Zoé T\.[^"]*)"', ring)
    for fact in ("crêpes to Ali T. (under way)", "guitare to Zoé T. (took place)"):
        assert fact in zoe
    (ali,) = re.findall(r'aria-label="(Ali T\.[^"]*)"', ring)
    assert "guitare" not in ali


def test_a_common_exchange_is_one_row_and_one_knot(kit: Kit, site: Site) -> None:
    room = single(kit, "Inès", "une fresque", "Zoé")
    names = ("Inès", "Zoé", "Malo", "Ali", "Lou", "Timéo")
    for name in names:
        for role in ("giver", "receiver"):
            if (name, role) not in (("Inès", "giver"), ("Zoé", "receiver")):
                who = kit.pupil(name).membership_id
                kit.db.add(
                    Participation(
                        classroom_id=kit.classroom_id,
                        exchange_id=room,
                        membership_id=who,
                        role=role,
                    )
                )
    kit.save()
    page = site.at(kit.teacher).get("/network").text
    ((givers, savoir, receivers, _state),) = _table(page)
    assert all(name in givers for name in names)
    assert (savoir, receivers) == ("une fresque", "the same people, all together")
    ring = page[page.index('<svg class="net"') :]
    assert ring.count('class="net-knot"') == 1 and "marker-end=" not in ring
    assert ring.count('<use href="#knot-0">') == 6
    assert "share une fresque all together" in ring


def test_who_has_no_exchange_yet_is_not_pointed_at_in_the_open(kit: Kit, site: Site) -> None:
    single(kit, "Maëlle", "guitare", "Zoé")
    kit.pupil("Timéo")
    page = site.at(kit.teacher).get("/network").text
    assert page.count('class="net-person"') == 2
    assert "Timéo" not in page


def test_nobody_is_counted_and_the_order_is_the_alphabet(kit: Kit) -> None:
    for savoir in ("a", "b", "c"):
        single(kit, "Zoé", savoir, "Maëlle")
    single(kit, "Ali", "d", "Zoé")
    network = network_of(kit.db, kit.teacher)
    names = [one.shown_name for one in network.people.values()]
    assert names == ["Ali T.", "Maëlle T.", "Zoé T."]
    assert len(network.lines) == 4 and len(network.figure.arrows) == 2


def test_what_stopped_leaves_no_sign(kit: Kit, site: Site) -> None:
    room = single(kit)
    exchanges.stop(kit.db, kit.pupil("Zoé"), room)
    kit.save()
    page = site.at(kit.teacher).get("/network").text
    assert "guitare" not in page and "still to come" in page


def test_only_teachers_see_it(kit: Kit, site: Site) -> None:
    assert site.at(kit.pupil("Zoé")).get("/network").status_code == 403
    with pytest.raises(NotAllowed):
        network_of(kit.db, kit.pupil("Zoé"))


def test_the_class_page_leads_there_once_there_is_an_exchange(kit: Kit, site: Site) -> None:
    kit.pupil("Zoé")
    assert "/network" not in site.at(kit.teacher).get("/class").text
    single(kit)
    assert "/network" in site.at(kit.teacher).get("/class").text


def test_thirty_exchanges_cost_no_more_queries_than_one(kit: Kit) -> None:
    counts = []
    for start, end in ((0, 1), (1, 30)):
        for number in range(start, end):
            single(kit, f"Giver{number}", f"savoir {number}", f"Receiver{number}")
        kit.db.expire_all()
        with counted(kit.engine) as seen:
            network_of(kit.db, kit.teacher)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_is_never_older_than_the_class(kit: Kit, site: Site) -> None:
    room, teacher = single(kit), site.at(kit.teacher)
    assert "took place" not in teacher.get("/network").text.split("<tbody>")[1].split("</tbody>")[0]
    close(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    assert "took place" in teacher.get("/network").text.split("<tbody>")[1].split("</tbody>")[0]
    single(kit, "Timéo", "vélo", "Zoé")
    assert 'aria-label="Timéo T.; ' in teacher.get("/network").text
    assert "a eu lieu" in site.at(kit.teacher, locale="fr").get("/network").text


def test_what_ended_long_ago_is_shown_on_demand(kit: Kit, site: Site) -> None:
    old = single(kit, "Zoé", "le tricot", "Malo")
    single(kit, "Inès", "la magie", "Zoé")
    exchange = kit.db.get_one(Exchange, old)
    exchange.state, exchange.outcome = "closed", "learned"
    exchange.state_since = clock.now() - timedelta(days=61)
    kit.save()
    screen = site.at(kit.teacher)
    page = screen.get("/network").text
    assert "la magie" in page and "le tricot" not in page and "Malo" not in page
    assert "/network?year=1" in page
    year = screen.get("/network?year=1").text
    assert "la magie" in year and "le tricot" in year and "Malo" in year
