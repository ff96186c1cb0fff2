"""Where the network stands, for all eyes; and pupils who prepare the gatherings."""

from rers_school import clock
from rers_school.classroom.queries.market import market_of
from rers_school.classroom.services import follow_ups, market
from tests.classroom.exchange_factory import single
from tests.classroom.trace_factory import lived, weeks_later
from tests.factories import Kit, Site


def test_savoirs_are_shown_and_nobodys_name(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    kit.offer(zoe, "faire des crêpes")
    kit.demand(theo, "faire des crêpes")
    kit.demand(theo, "jouer de la guitare")
    text = site.at(zoe).get("/together").get_data(as_text=True)
    main = text[text.index("<main") :]
    ready, waiting = main.split("Waiting: who knows somebody?")
    assert "faire des crêpes" in ready
    assert "jouer de la guitare" in waiting
    assert "Théo" not in main


def test_an_empty_class_has_something_to_read(kit: Kit, site: Site) -> None:
    text = site.at(kit.teacher).get("/together").get_data(as_text=True)
    assert "The first exchanges are still to come." in text
    assert "Our next gathering" in text
    later = ("celebration", "decisions", "under-way")
    assert not any(f'id="{one}"' in text for one in later), "nothing that is still empty"
    kit.demand(kit.pupil("Zoé"), "nager")
    text = site.at(kit.teacher).get("/together").text
    assert 'id="celebration"' in text and "Nothing for now." in text


def test_an_activity_opens_on_the_page_that_was_chosen(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    assert site.at(zoe).get("/?open=wall").location.endswith("/wall")
    assert site.at(zoe).get("/?open=introductions").status_code == 200
    assert site.at(zoe).get("/?open=//evil.example").status_code == 200
    assert site.at(kit.teacher).get("/?open=introductions").location.endswith("/introductions")


def test_what_became_of_it_is_shown_without_a_name_once_it_is_shared(kit: Kit, site: Site) -> None:
    room, zoe = lived(kit), kit.pupil("Zoé")
    weeks_later(kit)
    follow_ups.tell(kit.db, zoe, room, "Je joue à la fête")
    kit.save()
    screen = site.at(kit.pupil("Ali"))
    assert "Je joue à la fête" not in screen.get("/together").text
    follow_ups.tell(kit.db, zoe, room, "Je joue à la fête", shared=True)
    kit.save()
    page = screen.get("/together").text
    section = page[page.index("What became of what we learned") :].split("</section>")[0]
    assert "guitare" in section and "Je joue à la fête" in section
    assert "Zoé" not in section and "Maëlle" not in section


def test_what_was_learned_stays_without_a_card(kit: Kit, site: Site) -> None:
    lived(kit, "guitare")
    single(kit, "Maëlle", "guitare", "Ali")
    page = site.at(kit.pupil("Ali")).get("/together").text
    for title in ("What we have learned from each other", "What is being exchanged"):
        assert "guitare" in page[page.index(title) :].split("</section>")[0], title
    assert "still to come" not in page


def test_what_a_market_day_showed_is_there(kit: Kit, site: Site) -> None:
    one, two = kit.pupil("Zoé"), kit.pupil("Ali")
    for giver, receiver, savoir in ((one, two, "guitare"), (two, one, "crêpes")):
        kit.offer(giver, savoir)
        kit.demand(receiver, savoir)
    market.announce(kit.db, kit.teacher, day=clock.now().date(), minutes=10, places=[])
    market.lay_out(kit.db, kit.teacher, [], _revision(kit))
    market.go_on(kit.db, kit.teacher, _revision(kit))
    kit.save()
    screen, title = site.at(one), "What we have shown each other on market days"
    assert title not in screen.get("/together").text
    for _round in range(2):
        market.go_on(kit.db, kit.teacher, _revision(kit))
    kit.save()
    page = screen.get("/together").text
    section = page[page.index(title) :].split("</section>")[0]
    assert "guitare" in section and "crêpes" in section
    assert "The first exchanges are still to come" not in page


def _revision(kit: Kit) -> int:
    kit.db.flush()
    found = market_of(kit.db, kit.classroom_id)
    assert found is not None
    return found.revision
