"""On paper: every sheet, the quick grid and the answers that come back, as pages."""

import html
from uuid import UUID

import pytest
from sqlalchemy import func, select

from rers_school.classroom.models import Answer, Offer
from rers_school.classroom.services import agreement, answers, drafts, workshops
from rers_school.classroom.services.quick_grid import field_of
from rers_school.web.paper.letters import letters
from tests.classroom.exchange_factory import agree_on_everything, single
from tests.classroom.introductions_factory import proposed
from tests.classroom.workshops_factory import come, opened
from tests.factories import Kit, Screen, Site

SHEETS = (
    "cut-out", "wall", "wall?size=a3", "wall?size=huge", "pupils", "slips", "answers",
    "agreements", "agreements?blank=1", "agreements?exchange=nonsense", "meetings", "observers",
    "self-evaluations", "self-evaluations?blank=1", "questions", "games",
    "workshops", "half-way",
)  # fmt: skip


def _teacher(kit: Kit, site: Site) -> Screen:
    return site.at(kit.teacher)


def _offers(kit: Kit) -> int:
    kit.db.rollback()
    return kit.db.scalar(select(func.count()).select_from(Offer)) or 0


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_empty_class_has_every_sheet(kit: Kit, site: Site, sheet: str) -> None:
    page = _teacher(kit, site).get(f"/paper/{sheet}")
    assert page.status_code == 200
    assert "print.css" in page.text


def test_the_page_leads_to_every_sheet_and_other_pages_lead_to_it(kit: Kit, site: Site) -> None:
    screen = _teacher(kit, site)
    page = screen.get("/paper").text
    for sheet in set(SHEETS) - {"workshops", "half-way"}:
        assert f'/paper/{sheet.partition("?")[0]}"' in page
    assert "/paper/cards" in page
    # What comes back from exchanges is entered when there are some.
    entries = ("/paper/replies", "/exchanges/on-paper", "/paper/self-evaluations/enter")
    assert not any(f'{one}"' in page for one in entries)
    single(kit)
    assert all(f'{one}"' in screen.get("/paper").text for one in entries)
    for start in ("/people", "/wall"):
        assert '/paper"' in screen.get(start).text
    assert '/paper"' not in site.at(kit.pupil("Zoé")).get("/wall").text


def test_other_pages_do_not_load_the_sheets_styles(kit: Kit, site: Site) -> None:
    assert "print.css" not in _teacher(kit, site).get("/wall").text


# --- the cards ---


def test_cards_are_told_apart_by_word_pictogram_and_shape(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "nager le crawl")
    kit.demand(kit.pupil("Ali"), "nager le crawl")
    page = _teacher(kit, site).get("/paper/cut-out").text
    assert page.count('class="cut cut-offer"') == 1 and page.count('class="cut cut-demand"') == 1
    assert "#offer" in page and "#demand" in page
    assert "I can share" in page and "I would like to learn" in page


def test_the_wall_faces_offers_and_demands(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "nager")
    kit.demand(kit.pupil("Ali"), "nager")
    page = _teacher(kit, site).get("/paper/wall").text
    (row,) = page.split('class="facing-row"')[1:]
    assert row.index("Zoé") < row.index("Ali")


def test_each_pupil_has_a_sheet_also_without_a_card(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Petit"), "nager")
    kit.pupil("Ali Roy")
    page = _teacher(kit, site).get("/paper/pupils").text
    assert page.count('class="sheet"') == 2
    assert "Ali R." in page and "nager" in page and "Mme Diallo</h2>" not in page


# --- what is never on paper ---


def test_nothing_private_is_printed(kit: Kit, site: Site) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    kit.demand(zoe, "plonger", uneasy="j’ai peur de l’eau")
    drafts.keep(kit.db, zoe, "new-offer", {"words": "brouillon secret"})
    introduction = proposed(kit)
    answers.answer(kit.db, zoe, introduction.id, "no", "je ne veux pas d’elle")
    room = single(kit, "Zoé", "tricoter", "Maëlle")
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    drafts.keep(kit.db, maelle, drafts.line_form(room, "days"), {"words": "brouillon secret"})
    kit.save()
    screen = _teacher(kit, site)
    for sheet in (*SHEETS, "cards", "replies"):
        page = html.unescape(screen.get(f"/paper/{sheet}").text)
        for secret in ("peur de l’eau", "brouillon secret", "veux pas d’elle"):
            assert secret not in page, sheet


# --- the grid ---


def test_the_grid_enters_a_pile_in_one_go(kit: Kit, site: Site) -> None:
    zoe, ali = kit.pupil("Zoé").membership_id, kit.pupil("Ali").membership_id
    screen = _teacher(kit, site)
    fields = {field_of("offer", zoe): "nager | coudre", field_of("demand", ali): "skier"}
    page = screen.follow(screen.post("/paper/cards", **fields)).text
    assert "3 cards are on the wall." in page
    assert "nager" in page and "We kept what you were writing" not in page
    again = screen.follow(screen.post("/paper/cards", **fields)).text
    assert "3 were there already." in again and _offers(kit) == 2


def test_a_mistake_is_shown_at_its_line_and_nothing_is_lost(kit: Kit, site: Site) -> None:
    zoe, ali = kit.pupil("Zoé").membership_id, kit.pupil("Ali").membership_id
    screen = _teacher(kit, site)
    wrong = "à" * 130
    answer = screen.post(
        "/paper/cards",
        **{field_of("offer", zoe): f"nager|{wrong}", field_of("offer", ali): "coudre"},
    )
    assert answer.location.endswith(f"#line-{zoe.hex}")
    page = screen.follow(answer).text
    line = page.split(f'id="line-{zoe.hex}"')[1].split("</fieldset>")[0]
    assert wrong in line and "is too long" in line and 'aria-invalid="true"' in line
    assert page.count('aria-invalid="true"') == 1
    assert "2 cards are on the wall." in page and _offers(kit) == 2
    # Another day, another session: still there.
    assert wrong in _teacher(kit, site).get("/paper/cards").text


def test_what_was_typed_before_the_session_was_lost_is_in_its_field(kit: Kit, site: Site) -> None:
    field = field_of("demand", kit.pupil("Zoé").membership_id)
    _teacher(kit, site).post("/drafts", form=drafts.GRID, **{field: "nager\nskier"})
    page = _teacher(kit, site).get("/paper/cards").text
    assert ">\nnager\nskier</textarea>" in page and "We kept what you were writing." in page


def test_markup_and_odd_signs_come_back_as_typed(kit: Kit, site: Site) -> None:
    field = field_of("offer", kit.pupil("Zoé").membership_id)
    screen = _teacher(kit, site)
    for text in ("<b>gras</b> {{ config }}", "\u202eabc مرحبا", "👩‍🍳🥞", "%(name)s %s"):
        page = screen.follow(screen.post("/paper/cards", **{field: text})).text
        assert str(html.escape(text, quote=False)) in page


def test_thirty_five_pupils_are_one_form(kit: Kit, site: Site) -> None:
    pupils = [kit.pupil(f"Pupil{n:02d} Name{n:02d}").membership_id for n in range(35)]
    fields = {field_of("offer", one): f"savoir {n} | autre {n}" for n, one in enumerate(pupils)}
    screen = _teacher(kit, site)
    assert "70 cards are on the wall." in screen.follow(screen.post("/paper/cards", **fields)).text


def test_names_are_proposed_for_the_card_that_is_being_typed(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "jouer aux échecs")
    field = field_of("offer", kit.pupil("Ali").membership_id)
    screen = _teacher(kit, site)
    page = screen.client.get(
        f"{screen.root}/paper/cards/names", query_string={field: "nager | jouer"}
    ).text
    # A press puts the button's whole text into the field.
    assert f'data-fill="{field}"' in page
    assert '<span class="visually-hidden">nager | </span>jouer aux échecs</button>' in page
    unknown = screen.get("/paper/cards/names?%22%3E%3Cb%3E=jouer").text
    assert "<button" not in unknown


# --- answers that come back ---


def test_a_pile_of_answers_is_entered_behind_the_curtain(kit: Kit, site: Site) -> None:
    introduction = proposed(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    screen = _teacher(kit, site)
    page = screen.get("/paper/replies").text
    assert '<details class="curtain">' in page
    fields = {
        f"reply-{introduction.id.hex}-{zoe.membership_id.hex}": "not_now",
        f"reply-{introduction.id.hex}-{maelle.membership_id.hex}": "",
        "reply-x-y": "yes",
    }
    page = screen.follow(screen.post("/paper/replies", **fields)).text
    assert "1 answer is entered." in page and "Maëlle" in page
    told = kit.db.scalars(select(Answer).where(Answer.answer.is_not(None))).one()
    assert (told.membership_id, told.answer, told.how) == (zoe.membership_id, "not_now", "paper")
    assert "answered on paper" in screen.get("/introductions").text
    own = site.at(zoe).get(f"/answers/{introduction.id}").text
    assert "answered on paper" in own
    others = site.at(maelle).get(f"/answers/{introduction.id}").text
    assert (
        "answered on paper" not in others and "not now" not in others.lower().split("</form>")[-1]
    )


def test_nobody_but_a_teacher_sees_a_slip(kit: Kit, site: Site) -> None:
    proposed(kit)
    for path in ("answers", "replies", "cards", "pupils"):
        assert site.at(kit.pupil("Zoé")).get(f"/paper/{path}").status_code == 403


def test_an_answer_given_on_a_screen_meanwhile_stays(kit: Kit, site: Site) -> None:
    introduction = proposed(kit)
    zoe = kit.pupil("Zoé")
    answers.answer(kit.db, zoe, introduction.id, "no")
    kit.save()
    screen = _teacher(kit, site)
    name = f"reply-{introduction.id.hex}-{zoe.membership_id.hex}"
    page = screen.follow(screen.post("/paper/replies", **{name: "yes"})).text
    assert "stays as it is" in page
    late = screen.post(
        f"/introductions/{introduction.id}/paper", partner=str(zoe.membership_id), answer="yes"
    )
    assert late.status_code == 409 and "and stays" in late.text


# --- sheets of exchanges ---


def test_a_signature_on_paper_is_told_in_the_room(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    kit.save()
    screen = _teacher(kit, site)
    assert f"/paper/agreements?exchange={room}" in screen.get(f"/exchanges/{room}").text
    screen.post(f"/exchanges/{room}/paper", who=str(maelle.membership_id))
    page = site.at(zoe).get(f"/exchanges/{room}").text
    assert page.count("(signed on paper)") == 1


def test_the_agreement_sheet_is_filled_in_and_names_nobody_who_has_not_agreed(
    kit: Kit, site: Site
) -> None:
    room = single(kit)
    agreement.write_line(kit.db, kit.pupil("Zoé"), room, "days", "lundi midi", 0)
    kit.save()
    page = _teacher(kit, site).get(f"/paper/agreements?exchange={room}").text
    assert "lundi midi" in page and "proposed, to be agreed" in page
    assert "agrees" not in page and "not yet" not in page


def test_self_evaluations_begin_with_the_partners_own_line(kit: Kit, site: Site) -> None:
    room = single(kit)
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    screen = _teacher(kit, site)
    assert "nous : evaluation" not in screen.get("/paper/self-evaluations").text
    meeting = {"held_on": "2026-01-05", "did": "x"}
    site.at(kit.pupil("Zoé")).post(f"/exchanges/{room}/meetings", **meeting)
    page = screen.get("/paper/self-evaluations").text
    assert page.count('class="aim"') == 2 and page.count("nous : evaluation") == 2
    for one in page.split('class="sheet"')[1:]:
        assert one.index("nous : evaluation") < one.index('class="ask"')


def test_a_session_of_another_class_finds_no_exchange(kit: Kit, site: Site, nobody: UUID) -> None:
    single(kit)
    page = _teacher(kit, site).get(f"/paper/agreements?exchange={nobody}").text
    assert "this sheet is blank" in page


def test_the_letter_to_the_parents_in_the_languages_of_the_families(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    assert "Dear parents" in teacher.get("/paper/parents").text
    page = teacher.get("/paper/parents?lang=ar&lang=fr&lang=xx&lang=ar").text
    assert page.count('<section class="sheet letter"') == 2
    assert '<section class="sheet letter" lang="ar" dir="rtl">' in page
    assert page.count("Mme Diallo</b>") == 2
    told = letters().values()
    assert [one.lang for one in told][:2] == ["fr", "en"]
    for one in told:
        # As long as the first one: nothing was forgotten in a language.
        assert (len(one.text), len(one.keep)) == (4, 4), one.lang


def test_the_poster_names_nobody(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    for size in ("a4", "a3", "b7"):
        main = site.at(kit.teacher).get(f"/paper/poster?size={size}").text.partition("<main")[2]
        assert "Everybody knows things" in main
        assert zoe.first_name not in main
        assert "Diallo" not in main


# --- sign-up sheets of workshops ---


def test_a_sign_up_sheet_has_its_places_and_names_nobody_who_comes(kit: Kit, site: Site) -> None:
    screen = _teacher(kit, site)
    assert "/paper/workshops" not in screen.get("/paper").text
    assert "No workshop takes names" in screen.get("/paper/workshops").text
    workshop = opened(kit, places=3)
    come(kit, workshop, "Zoé")
    page = screen.get("/paper").text
    assert '/paper/workshops"' in page and '/paper/sign-ups"' in page
    sheet = screen.get(f"/paper/workshops?workshop={workshop.id}").text.split('class="sheet"')[1]
    assert "Maëlle shows it." in sheet and "Zoé" not in sheet
    lines = sheet.split("<ol")[1].split("</ol>")[0]
    assert lines.count("<li") == 3 and lines.count("taken already") == 1
    assert "another sitting" in sheet
    links = screen.get(f"/workshops/{workshop.id}").text
    assert f"/paper/workshops?workshop={workshop.id}" in links
    assert f"/paper/sign-ups/{workshop.id}" in links
    for path in ("workshops", "sign-ups", f"sign-ups/{workshop.id}"):
        assert site.at(kit.pupil("Zoé")).get(f"/paper/{path}").status_code == 403


def test_the_names_on_a_sheet_are_entered_and_told_without_names(kit: Kit, site: Site) -> None:
    workshop = opened(kit, places=2)
    zoe, malo, ali = (kit.pupil(one).membership_id for one in ("Zoé", "Malo", "Ali"))
    kit.save()
    screen = _teacher(kit, site)
    path = f"/paper/sign-ups/{workshop.id}"
    form = screen.get(path).text
    assert form.index('class="curtain"') < form.index("<select")
    assert form.count("<select") == 5 and str(kit.pupil("Maëlle").membership_id) not in form
    sent = screen.post(path, who=["", str(zoe), str(malo), "", str(ali)])
    page = screen.follow(sent).text
    assert "2 names have a place." in page
    assert "All places are taken: 1 name is on the list for another sitting." in page
    assert "Zoé" not in page and "Ali" not in page
    assert "You have a place." in site.at(kit.pupil("Zoé")).get(f"/workshops/{workshop.id}").text
    assert "All places are taken. The names you enter" in screen.get(path).text
    assert screen.post(path, who="nonsense").status_code == 404
    workshops.take_off(kit.db, kit.teacher, workshop.id)
    kit.save()
    late = screen.post(path, who=str(ali))
    assert late.status_code == 409 and "Something has changed meanwhile" in late.text
