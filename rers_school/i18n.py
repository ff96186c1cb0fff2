"""Which language a page speaks: the person's choice, the launch's locale, then French."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, format_date, get_translations
from markupsafe import Markup

LANGUAGES = ("fr", "en")
# More than there are sentences; what a program makes up at run time must not fill the memory.
_MOST_SENTENCES, _MOST_DAYS = 8192, 4096


def register(app: Flask) -> None:
    """Let the application speak: the language and the clock are chosen for each request.

    A page of a class asks for a thousand words, a print of the class for several thousand, and for
    as many days. Flask-Babel's own way to its catalogue, which looks for the locale anew for each
    of them, took a third of such a page, and Jinja's way to Flask-Babel a tenth.
    """
    Babel(app, locale_selector=choose_locale, timezone_selector=choose_time_zone)
    catalogues: dict[str, Any] = {}

    def catalogue() -> Any:
        language = choose_locale()
        found = catalogues.get(language)
        if found is None:
            # Flask-Babel holds on to the language in which a request began to speak.
            with force_locale(language):
                found = catalogues[language] = get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        gettext=lambda words: catalogue().ugettext(words),
        ngettext=lambda one, more, number: catalogue().ungettext(one, more, number),
        pgettext=lambda context, words: catalogue().upgettext(context, words),
        npgettext=lambda context, one, more, number: catalogue().unpgettext(
            context, one, more, number
        ),
        newstyle=True,
    )

    @lru_cache(_MOST_SENTENCES)
    def sentence(_language: str, words: str) -> Markup:
        return Markup(catalogue().ugettext(words))

    @lru_cache(_MOST_SENTENCES)
    def whole(language: str, words: str) -> Markup:
        return sentence(language, words) % {}

    def say(words: str, /, **variables: Any) -> Markup:
        language = choose_locale()
        return sentence(language, words) % variables if variables else whole(language, words)

    # Every template is HTML, so that its words are always markup.
    app.jinja_env.globals.update(_=say, gettext=say)
    app.jinja_env.filters["dateformat"] = show_day


def show_day(day: date | None = None, form: str | None = None, rebase: bool = True) -> str:
    """Return a day, or a moment's day on the class's clock, in the language of the page."""
    if isinstance(day, datetime) and day.tzinfo and rebase:
        day = day.astimezone(ZoneInfo(choose_time_zone())).date()
    if day is None or isinstance(day, datetime):
        found: str = format_date(day, form, rebase)
        return found
    return _day_shown(choose_locale(), day, form or "medium")


@lru_cache(_MOST_DAYS)
def _day_shown(language: str, day: date, form: str) -> str:
    return dates.format_date(day, form, locale=language)


def supported(locale: str | None) -> str | None:
    """Return the language of ``locale`` ("fr_ca", "en-GB") if pages exist in it."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else None


def choose_locale() -> str:
    """Return the language of the page being made."""
    if not has_request_context():
        return LANGUAGES[0]
    spoken: str | None = g.get("language")
    if spoken is not None:
        return spoken
    if request.accept_languages:
        return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    return LANGUAGES[0]


def choose_time_zone() -> str:
    """Return the time zone of the class whose page is being made."""
    zone: str = g.get("time_zone", "Europe/Paris") if has_request_context() else "Europe/Paris"
    return zone


def speak(*wishes: str | None) -> None:
    """Speak the first of ``wishes`` in which pages exist, until the request ends."""
    g.language = next((found for wish in wishes if (found := supported(wish))), LANGUAGES[0])


@contextmanager
def use_locale(locale: str | None) -> Iterator[None]:
    """Speak ``locale`` inside the block, where pages exist in it."""
    language = supported(locale)
    if language is None:
        yield
        return
    before = g.get("language")
    # What the page says of itself (`lang`) follows as well.
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before
