"""The pages of the practice LMS: the index of people, and each person's course page."""

import sqlite3
from contextlib import closing

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rers_school.practice import directory
from rers_school.practice.activities import (
    Activity,
    activities_of,
    activity_by_link,
    duplicate,
    share_names,
)
from rers_school.practice.directory import LOCALES, Course, Member
from rers_school.practice.initiation import login_form
from rers_school.practice.options import read_options
from rers_school.practice.state import host_name, practice
from rers_school.practice.store import open_store
from rers_school.practice.tickets import Hint
from rers_school.practice.tools import DELEGATE, tool_by_id
from rers_school.practice.visit import (
    current_visit,
    refuse,
    refuse_other_sites,
    visit_to_course,
)
from rers_school.practice.words import browser_locale, word

pages = Blueprint("pages", __name__)

TARGETS = ("iframe", "window")


@pages.get("/")
def index() -> Response | str:
    """Return the schools with their courses and people, each with a link to their own host."""
    state = practice()
    own = state.settings
    if host_name() != own.issuer_host:
        return redirect(own.index_url)
    schools = [(own, _courses(state.store))]
    for other in own.beside:
        with closing(open_store(other.data_dir)) as store:
            schools.append((other, _courses(store)))
    return render_template(
        "index.html",
        schools=schools,
        beside=browser_locale() != LOCALES[0],
        all_url=own.start_url,
    )


@pages.get("/course/<course_id>")
def course_page(course_id: str) -> str:
    """Return a course as this person sees it, with one of its activities in its frame.

    *Errors*: 404 for an unknown host, course or activity, or somebody else's; 403 for a guest or
    a closed account.
    """
    state = practice()
    visit, course, member = visit_to_course(course_id)
    activities = activities_of(state.store, course.id)
    activity = _asked_activity(course.id, request.args.get("activity", activities[0].link_id))
    tool = tool_by_id(state.store, activity.tool_id)
    return render_template(
        "course.html",
        course=course,
        member=member,
        person=member.user,
        school=state.settings.school,
        locale=member.user.locale,
        courses=directory.courses_of(state.store, member.user),
        activities=activities,
        activity=activity,
        teacher_decides=tool is not None and tool.names == DELEGATE,
        session=visit.session,
        stores=read_options(state.store).platform_storage,
        in_window=request.args.get("open") == "window",
        index_url=state.settings.index_url,
    )


@pages.get("/launch/<course_id>/<link_id>")
def launch(course_id: str, link_id: str) -> str:
    """Return the form that starts the login at the tool, by POST as Moodle does.

    *Errors*: 404 for an unknown host, course or activity; 403 for a tool that nobody activated.
    """
    visit, course, member = visit_to_course(course_id)
    target = request.args.get("container", TARGETS[0])
    activity = _asked_activity(course.id, link_id)
    if target not in TARGETS:
        abort(404)
    tool = tool_by_id(practice().store, activity.tool_id)
    if tool is None or not tool.active:
        refuse("error_tool", 403)
    hint = Hint(member.user.id, course.id, tool.id, activity.link_id, target, visit.session)
    return login_form(tool, activity.address(tool), hint, activity.cmid, member.user.locale)


@pages.get("/return/<course_id>")
def return_from_tool(course_id: str) -> Response:
    """Lead back from the tool to the course page."""
    return redirect(url_for("pages.course_page", course_id=course_id))


@pages.post("/locale")
def choose_locale() -> Response:
    """Keep the language this person chose, and show it.

    *Errors*: 400 for another language than French and English.
    """
    refuse_other_sites()
    person = current_visit().user
    locale = request.form.get("locale")
    if locale not in LOCALES:
        abort(400)
    directory.set_locale(practice().store, person, locale)
    course = directory.course_by_id(practice().store, request.form.get("course", ""))
    if course is None:
        abort(404)
    return _back_to(course.id)


@pages.post("/course/<course_id>/names")
def choose_names(course_id: str) -> Response:
    """Keep whether an activity gives people's names to the tool.

    *Errors*: 403 for pupils; 400 for an answer that is neither yes nor no.
    """
    activity = _teachers_activity(course_id)
    answer = request.form.get("shared")
    if answer not in ("yes", "no"):
        abort(400)
    share_names(practice().store, activity, shared=answer == "yes")
    return _back_to(course_id, activity)


@pages.post("/course/<course_id>/duplicate")
def duplicate_activity(course_id: str) -> Response:
    """Copy an activity, and show the copy.

    *Errors*: 403 for pupils; 404 for an unknown activity.
    """
    activity = _teachers_activity(course_id)
    locale = current_visit().user.locale
    copy = duplicate(practice().store, activity, f"{activity.title} {word('copy', locale)}")
    return _back_to(course_id, copy)


@pages.post("/course/<course_id>/role")
def switch_role(course_id: str) -> Response:
    """Let a teacher see the course as its pupils do, or be its teacher again.

    *Errors*: 403 for people whose role is no teacher's; 400 for another role.
    """
    refuse_other_sites()
    visit, course, member = visit_to_course(course_id)
    if not member.teaches and not member.switched:
        abort(403)
    role = request.form.get("role")
    if role not in ("student", "own"):
        abort(400)
    directory.switch_role(
        practice().store, course, visit.user, visit.session, to_pupil=role == "student"
    )
    return _back_to(course.id)


def _courses(store: sqlite3.Connection) -> list[tuple[Course, list[Member]]]:
    return [(one, directory.members(store, one)) for one in directory.all_courses(store)]


def _back_to(course_id: str, activity: Activity | None = None) -> Response:
    """Return to the course page: to the first activity, or to another one."""
    first = activities_of(practice().store, course_id)[0]
    shown = activity.link_id if activity and activity != first else None
    return redirect(url_for("pages.course_page", course_id=course_id, activity=shown), 303)


def _asked_activity(course_id: str, link_id: str) -> Activity:
    activity = activity_by_link(practice().store, course_id, link_id)
    if activity is None:
        abort(404)
    return activity


def _teachers_activity(course_id: str) -> Activity:
    """Return the activity that a form of its teacher is about: the first where it names none."""
    refuse_other_sites()
    _visit, course, member = visit_to_course(course_id)
    if not member.teaches:
        abort(403)
    first = activities_of(practice().store, course.id)[0]
    return _asked_activity(course.id, request.form.get("activity", first.link_id))
