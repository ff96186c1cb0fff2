"""The pages of the practice LMS: the index of people, and each person's course page."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rers_school.practice import directory
from rers_school.practice.directory import LOCALES, Course, Member, User
from rers_school.practice.state import host_name, practice
from rers_school.practice.tickets import issue_hint
from rers_school.practice.words import browser_locale

pages = Blueprint("pages", __name__)

PERSON_HOSTS = ".localhost"
TARGETS = ("iframe", "window")


@pages.get("/")
def index() -> Response | str:
    """Return the courses and their people, each with a link to their own host."""
    state = practice()
    if host_name() != state.settings.issuer_host:
        return redirect(state.settings.index_url)
    courses = [
        (course, directory.members(state.store, course))
        for course in directory.all_courses(state.store)
    ]
    return render_template(
        "index.html",
        courses=courses,
        beside=browser_locale() != LOCALES[0],
        course_url=_course_url,
    )


@pages.get("/course/<course_id>")
def course_page(course_id: str) -> str:
    """Return a course as the person of this host sees it, with the activity in its frame.

    *Errors*: 404 for an unknown host, an unknown course or somebody else's.
    """
    state = practice()
    course, member = _course_and_member(course_id)
    return render_template(
        "course.html",
        course=course,
        member=member,
        person=member.user,
        locale=member.user.locale,
        courses=directory.courses_of(state.store, member.user),
        in_window=request.args.get("open") == "window",
        index_url=state.settings.index_url,
    )


@pages.get("/launch/<course_id>/<link_id>")
def launch(course_id: str, link_id: str) -> str:
    """Return the form that starts the login at the tool, by POST as Moodle does.

    *Errors*: 404 for an unknown host, course or activity.
    """
    state = practice()
    course, member = _course_and_member(course_id)
    target = request.args.get("container", TARGETS[0])
    if link_id != course.link_id or target not in TARGETS:
        abort(404)
    tool = state.settings.tool
    fields = {
        "iss": state.settings.issuer,
        "target_link_uri": tool.launch_url,
        "login_hint": member.user.id,
        "lti_message_hint": issue_hint(state.store, member.user, course, target),
        "client_id": tool.client_id,
        "lti_deployment_id": tool.deployment_id,
    }
    locale = member.user.locale
    return render_template("post.html", action=tool.login_url, fields=fields, locale=locale)


@pages.get("/return/<course_id>")
def return_from_tool(course_id: str) -> Response:
    """Lead back from the tool to the course page."""
    return redirect(url_for("pages.course_page", course_id=course_id))


@pages.post("/locale")
def choose_locale() -> Response:
    """Keep the language this person chose, and show it.

    *Errors*: 400 for another language than French and English.
    """
    _refuse_other_sites()
    person = _person()
    locale = request.form.get("locale")
    if locale not in LOCALES:
        abort(400)
    directory.set_locale(practice().store, person, locale)
    return _back_to(request.form.get("course", ""))


@pages.post("/course/<course_id>/names")
def choose_names(course_id: str) -> Response:
    """Keep whether the activity gives people's names to the tool.

    *Errors*: 403 for pupils; 400 for an answer that is neither yes nor no.
    """
    _refuse_other_sites()
    course, member = _course_and_member(course_id)
    if not member.teaches:
        abort(403)
    answer = request.form.get("shared")
    if answer not in ("yes", "no"):
        abort(400)
    directory.share_names(practice().store, course, shared=answer == "yes")
    return _back_to(course.id)


def _course_url(user: User, course: Course) -> str:
    return practice().settings.person_url(user.slug, f"/course/{course.id}")


def _back_to(course_id: str) -> Response:
    course = directory.course_by_id(practice().store, course_id)
    if course is None:
        abort(404)
    return redirect(url_for("pages.course_page", course_id=course.id), 303)


def _person() -> User:
    host = host_name()
    user = None
    if host.endswith(PERSON_HOSTS):
        user = directory.user_by_slug(practice().store, host.removesuffix(PERSON_HOSTS))
    if user is None:
        abort(404)
    return user


def _course_and_member(course_id: str) -> tuple[Course, Member]:
    store, person = practice().store, _person()
    course = directory.course_by_id(store, course_id)
    member = directory.member(store, course, person) if course else None
    if course is None or member is None:
        abort(404)
    return course, member


def _refuse_other_sites() -> None:
    """Refuse a form that was sent from another host's page: here the host is the person."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
