"""How templates speak: sentences with what stands in them, days, and macros inside of loops."""

from datetime import UTC, date, datetime

from flask import g, render_template_string

from rers_school.i18n import show_day, speak
from tests.factories import Site


def _shown(template: str, language: str, **names: object) -> str:
    speak(language)
    return render_template_string(template, **names)


def test_a_sentence_is_in_the_language_of_its_page_and_names_are_no_markup(site: Site) -> None:
    template = '{{ _("The wall") }}: {{ _("to %(names)s", names=name) }}'
    with site.app.test_request_context():
        assert _shown(template, "fr", name="<b>") == "Le mur: à &lt;b&gt;"
        assert _shown(template, "en", name="<b>") == "The wall: to &lt;b&gt;"
        assert _shown(template, "fr", name="Zoé & Théo") == "Le mur: à Zoé &amp; Théo"


def test_a_moment_is_shown_on_the_day_of_the_class(site: Site) -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with site.app.test_request_context():
        speak("en")
        g.time_zone = "Europe/Paris"
        assert show_day(late, "long") == show_day(date(2026, 11, 25), "long") == "November 25, 2026"
        g.time_zone = "America/Cayenne"
        assert show_day(late) == "Nov 24, 2026"
        speak("fr")
        assert show_day(late) == "24 nov. 2026"


def test_a_macro_sees_its_arguments_and_its_caller_in_a_loop(site: Site) -> None:
    template = (
        "{% macro one(name, mark='.') %}{{ name }}{{ caller() if caller }}{{ mark }}{% endmacro %}"
        "{% for name in names %}{{ one(name) }}{% call one(name, mark='!') %}&amp;{% endcall %}"
        "{% endfor %}"
    )
    with site.app.test_request_context():
        assert _shown(template, "fr", names=["<a>"]) == "&lt;a&gt;.&lt;a&gt;&amp;!"
