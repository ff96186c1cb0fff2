"""Deep linking: the page on which a teacher chooses what the activity opens on."""

from uuid import UUID

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.access import public
from rers_school.classroom.actor import Role
from rers_school.classroom.models import Classroom
from rers_school.db import open_session
from rers_school.i18n import speak, supported
from rers_school.lti import deep_linking, platforms, provisioning
from rers_school.lti.claims import origin_of
from rers_school.lti.deep_linking import PAGES, ChoiceAsked, Chooser
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.launch import ToolLaunch
from rers_school.lti.models import Platform
from rers_school.lti.tool_config import ToolConfiguration
from rers_school.lti.views.blueprint import blueprint


def chooser_page(message: ToolLaunch, asked: ChoiceAsked, role: Role) -> Response:
    """Return the page of the choice; it works without any cookie, inside the LMS's own form.

    *Errors*: `LaunchRefused` ``teachers_choose``.
    """
    if role is not Role.TEACHER:
        refused = LaunchRefused("teachers_choose", "roles", platform_id=message.platform.id)
        refused.locale = message.facts.locale
        raise refused
    rers = current_app.extensions["rers"]

    def work(db: Session) -> str:
        arrival = provisioning.arrive(db, message.platform, message.facts, role)
        return db.scalars(
            select(Classroom.language).where(Classroom.id == arrival.classroom_id)
        ).one()

    language = provisioning.together(rers.engine, work)
    chooser = Chooser(str(message.platform.id), message.facts.deployment_id, asked, language)
    g.frame_origins = platforms.framing(message.platform, asked.return_url)
    speak(message.facts.locale or language)
    page = render_template(
        "lti/choose.html",
        pages=_words(language),
        multiple=asked.multiple,
        sealed=chooser.sealed(rers.settings.secret_key),
        language=language,
    )
    return make_response(page)


@blueprint.post("/choose")
@public
def choose() -> Response:
    """Return the form that carries the choice to the LMS, and sends itself.

    *Errors*: `LaunchRefused` ``choice_over``, ``deployment_inactive``, as a page.
    """
    rers = current_app.extensions["rers"]
    chooser = deep_linking.opened(request.form.get("request", ""), rers.settings.secret_key)
    platform = _active(UUID(chooser.platform_id))
    speak(request.form.get("spoken"), chooser.language)
    answer = deep_linking.answer(
        ToolConfiguration(rers.engine).signing_registration(platform),
        chooser,
        _chosen(chooser),
        launch_url=rers.settings.base_url + "/lti/launch",
    )
    g.frame_origins = platforms.framing(platform, chooser.asked.return_url)
    g.form_action = origin_of(chooser.asked.return_url)
    page = render_template("lti/chosen.html", action=chooser.asked.return_url, answer=answer)
    return make_response(page)


def _chosen(chooser: Chooser) -> list[tuple[str, str, str]]:
    """Return the pages that were ticked, with their words; none where nothing was chosen."""
    if "cancel" in request.form:
        return []
    ticked = set(request.form.getlist("page"))
    chosen = [one for one in _words(chooser.language) if one[0] in ticked]
    return chosen if chooser.asked.multiple else chosen[:1]


def _active(platform_id: UUID) -> Platform:
    with open_session(current_app.extensions["rers"].engine) as db:
        platform = db.get(Platform, platform_id)
    if platform is None or not platform.active:
        raise LaunchRefused("deployment_inactive", "platform")
    return platform


def _words(language: str) -> list[tuple[str, str, str]]:
    """Return each page with the title and the sentence that the course will show."""
    with force_locale(supported(language) or "fr"):
        words = {
            "today": (
                _("Exchanges of savoirs"),
                _("What waits for me, what I can show, what I want to learn."),
            ),
            "wall": (
                _("The wall of savoirs"),
                _("What the class can show, and what it would like to learn."),
            ),
            "introductions": (
                _("Who could meet whom?"),
                _("The teacher proposes exchanges; everybody says yes or no."),
            ),
            "gathering": (
                _("Together: where our network stands"),
                _("What we have learned, which demands are waiting, what we want to change."),
            ),
        }
        return [(page, *words[page]) for page in PAGES]
