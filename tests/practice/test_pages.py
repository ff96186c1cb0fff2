"""The index of people, their own hosts, and what is kept in the data folder."""

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest

from rers_school.practice.keys import load_or_create_key
from rers_school.practice.people import ListedPerson, free_slug, read_class_list
from rers_school.practice.settings import PracticeSettings, framing_origins

from .helpers import ISSUER, Browser, person, posted_form

INDEX = f"{ISSUER}/"


def new_tab_links(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [
        link.get("href")
        for link in tree.iterfind(".//a[@target='_blank']")
        if link.get("rel") == "noopener"
    ]


def test_the_index_leads_to_everybodys_own_host(browser: Browser) -> None:
    page = browser.get(INDEX).text
    found = new_tab_links(page)
    assert found[:3] == [
        person("mme-diallo", "/course/2"),
        person("zoe", "/course/2"),
        person("theo", "/course/2"),
    ]
    assert person("zoe", "/course/3") in found
    assert len(set(found)) == len(found) == 11
    for url in found:
        assert browser.get(url).status_code == 200


def test_english_stands_beside_french_for_those_who_ask(browser: Browser) -> None:
    french = browser.get(INDEX, headers={"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}).text
    both = browser.get(INDEX, headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "Qui voulez-vous être" in french
    assert "Who do you want to be?" not in french
    assert both.index("Qui voulez-vous être") < both.index("Who do you want to be?")


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [
        ("/admin/", "Administration du site", "Site administration"),
        ("/login", "Se connecter à cette adresse", "Log in at this address"),
        ("/admin/registrations/none", "Cette page n'existe pas", "There is no such page"),
    ],
)
def test_the_issuers_pages_follow_the_language_of_the_browser(
    browser: Browser, path: str, french: str, english: str
) -> None:
    for code, said in (("fr", french), ("en", english)):
        page = browser.get(f"{ISSUER}{path}", headers={"Accept-Language": code}).text
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        assert tree.get("lang") == code
        assert tree.find(".//h1").text == said


@pytest.mark.parametrize("host", ["localhost:8600", "zoe.localhost:8600"])
def test_the_index_is_on_the_issuers_host(browser: Browser, host: str) -> None:
    answer = browser.get(f"http://{host}/practice/")
    assert (answer.status_code, answer.headers["Location"]) == (302, INDEX)


def test_the_host_says_who_one_is(browser: Browser) -> None:
    zoe = browser.get(person("zoe", "/course/2")).text
    theo = browser.get(person("theo", "/course/2")).text
    assert "Zoé Bérénger" in zoe
    assert "Théo Marchand" not in zoe
    assert "Théo Marchand" in theo


def test_two_people_launch_from_two_hosts_in_the_same_room(browser: Browser) -> None:
    zoe, theo = browser.claims("zoe"), browser.claims("theo")
    assert zoe["sub"] != theo["sub"]
    for name in ("context", "resource_link"):
        claim = f"https://purl.imsglobal.org/spec/lti/claim/{name}"
        assert zoe[claim] == theo[claim]
    presentation = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation"
    assert zoe[presentation]["return_url"] != theo[presentation]["return_url"]


@pytest.mark.parametrize(
    "url",
    [
        person("nobody", "/course/2"),
        "http://127.0.0.1:8600/practice/course/2",
        "http://localhost:8600/practice/course/2",
        "http://zoe.example:8600/practice/course/2",
        person("theo", "/course/3"),
        person("zoe", "/course/9"),
        person("nobody", "/launch/2/1"),
        person("zoe", "/launch/2/2"),
        person("zoe", "/launch/2/1?container=elsewhere"),
        person("zoe", "/auth"),
        person("zoe", "/jwks"),
    ],
)
def test_what_is_not_on_this_host_is_not_found(browser: Browser, url: str) -> None:
    answer = browser.get(url)
    assert answer.status_code == 404
    assert INDEX in answer.text


def test_the_course_page_frames_its_own_launch(browser: Browser) -> None:
    answer = browser.get(person("zoe", "/course/2"))
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    frame = tree.find(".//iframe")
    assert frame.get("src") == "/practice/launch/2/1"
    assert frame.get("sandbox") is None
    in_window = browser.get(person("zoe", "/course/2?open=window")).text
    assert "<iframe" not in in_window
    assert new_tab_links(in_window) == ["/practice/launch/2/1?container=window"]


def test_the_policies_let_the_tool_in_and_nothing_else(
    browser: Browser, settings: PracticeSettings
) -> None:
    page = browser.get(person("zoe", "/course/2")).headers["Content-Security-Policy"]
    launch = browser.get(person("zoe", "/launch/2/1")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in page
    assert "frame-ancestors 'none'" in page
    assert "frame-src 'self' http://localhost:8600 http://127.0.0.1:8600" in page
    assert "form-action http://localhost:8600 http://127.0.0.1:8600" in launch
    assert framing_origins(settings) == ("http://*.localhost:8600", "http://127.0.0.1:8600")
    assert f"frame-ancestors {' '.join(framing_origins(settings))}" in launch


def test_the_tool_leads_back_to_the_course_page(browser: Browser) -> None:
    answer = browser.get(person("zoe", "/return/2?launch_container=2&instanceid=1"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/practice/course/2")


def test_a_chosen_language_is_kept_and_told_to_the_tool(
    browser: Browser, start: Callable[[], Browser]
) -> None:
    answer = browser.post(person("zoe", "/locale"), {"locale": "en", "course": "2"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/practice/course/2")
    again = start()
    assert "Be somebody else" in again.get(person("zoe", "/course/2")).text
    assert "Être quelqu" in again.get(person("theo", "/course/2")).text
    presentation = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation"
    assert again.claims("zoe")[presentation]["locale"] == "en"


def test_only_the_teacher_decides_about_names(browser: Browser) -> None:
    assert browser.post(person("zoe", "/course/2/names"), {"shared": "no"}).status_code == 403
    assert "names-label" not in browser.get(person("zoe", "/course/2")).text
    assert browser.claims("zoe")["name"] == "Zoé Bérénger"
    teacher = person("mme-diallo", "/course/2/names")
    assert browser.post(teacher, {"shared": "perhaps"}).status_code == 400
    assert browser.post(teacher, {"shared": "no"}).status_code == 303
    assert "name" not in browser.claims("zoe")
    assert browser.post(teacher, {"shared": "yes"}).status_code == 303
    assert browser.claims("zoe")["name"] == "Zoé Bérénger"


def test_another_persons_page_cannot_change_a_setting(browser: Browser) -> None:
    headers = {"Origin": "http://zoe.localhost:8600"}
    teacher = person("mme-diallo", "/course/2/names")
    assert browser.post(teacher, {"shared": "no"}, headers=headers).status_code == 403
    assert browser.claims("zoe")["name"] == "Zoé Bérénger"


def test_everything_persists_in_the_data_folder(
    browser: Browser, start: Callable[[], Browser]
) -> None:
    keys = browser.get(f"{ISSUER}/jwks").get_json()
    login = browser.login_fields("zoe")
    browser.post(person("mme-diallo", "/course/2/names"), {"shared": "no"})
    again = start()
    assert again.get(f"{ISSUER}/jwks").get_json() == keys
    assert again.login_fields("zoe")["login_hint"] == login["login_hint"]
    assert "name" not in again.claims("zoe")


def test_the_signing_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_or_create_key(tmp_path)
    assert load_or_create_key(tmp_path) == first
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_changed_list_keeps_everybodys_number(
    browser: Browser, start: Callable[[], Browser], settings: PracticeSettings
) -> None:
    ids = {slug: browser.login_fields(slug)["login_hint"] for slug in ("theo", "lea")}
    settings.courses[0].csv_path.write_text(
        "Prénom;Nom\nNour;El Amrani\nLéa;Okafor\nThéo;Marchand\n", "utf-8-sig"
    )
    again = start()
    assert {slug: again.login_fields(slug)["login_hint"] for slug in ids} == ids
    assert again.login_fields("nour")["login_hint"] not in ids.values()
    assert again.get(person("malo", "/course/2")).status_code == 404


def test_two_people_can_open_the_activity_at_the_same_moment(browser: Browser) -> None:
    results: list[int] = []
    slugs = ["zoe", "theo", "lea", "malo"] * 3

    def open_it(slug: str) -> None:
        page = browser.get(person(slug, "/launch/2/1"))
        results.append(len(posted_form(page.text)[1]))

    threads = [threading.Thread(target=open_it, args=(slug,)) for slug in slugs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [6] * len(slugs)


@pytest.mark.parametrize(
    ("given", "family", "title", "taken", "slug"),
    [
        ("Zoé", "Bérénger", "", (), "zoe"),
        ("Aïssatou", "Diallo", "Mme", (), "mme-diallo"),
        ("Inès", "Çelik", "", ("ines",), "ines-celik"),
        ("Inès", "Çelik", "", ("ines", "ines-celik"), "ines-celik-7"),
        ("Éloïse", "d'Alençon", "", ("eloise",), "eloise-d-alencon"),
        ("Sœur", "Lacroix-Dubœuf", "", (), "soeur"),
        ("Олександр", "", "", (), "personne-7"),
    ],
)
def test_host_names_are_unique_and_without_accents(
    given: str, family: str, title: str, taken: tuple[str, ...], slug: str
) -> None:
    assert free_slug(ListedPerson(given, family), title, "7", taken) == slug


@pytest.mark.parametrize("given", ["Zoé", "Zoé" * 40, "Олександр"])
def test_host_names_of_a_school_end_alike_and_stay_host_names(given: str) -> None:
    slug = free_slug(ListedPerson(given, ""), "", "7", (), "-college")
    assert slug.endswith("-college")
    assert len(slug) <= 63


def test_namesakes_of_one_list_are_two_people(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("Prénom;Nom\nLéa;Roy\nLéa;Roy\n;\n", "utf-8")
    assert [one.nth for one in read_class_list(path)] == [1, 2]


@pytest.mark.parametrize("text", ["Name;First\nRoy;Léa\n", "Prénom;Nom\n", ""])
def test_a_list_without_people_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"class\.csv"):
        read_class_list(path)
