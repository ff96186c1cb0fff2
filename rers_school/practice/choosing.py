"""A teacher adds an activity: the tool shows what it has, and gives back what was chosen."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rers_school.practice import directory
from rers_school.practice.activities import Content, add_activity
from rers_school.practice.contents import ContentsRefused, read_contents
from rers_school.practice.directory import Course, Member
from rers_school.practice.initiation import login_form
from rers_school.practice.settings import origin_of
from rers_school.practice.state import practice
from rers_school.practice.tickets import ContentRequest, Hint, content_request
from rers_school.practice.tools import Tool, active_tools, tool_by_deployment, tool_by_id
from rers_school.practice.visit import (
    Visit,
    person_place,
    refuse,
    refuse_other_sites,
    visit_to_course,
)

choosing = Blueprint("choosing", __name__)


@choosing.get("/course/<course_id>/add")
def add(course_id: str) -> str:
    """Return the tool's own page in a frame, to choose in; the list of tools if there are several.

    *Errors*: 403 for pupils; 404 for an unknown tool.
    """
    visit, course, member = _teachers_visit(course_id)
    tools = active_tools(practice().store)
    tool = _asked_tool(request.args["tool"]) if "tool" in request.args else None
    if tool is None and len(tools) == 1 and tools[0].content_url:
        (tool,) = tools
    if tool is not None and not tool.content_url:
        abort(404)
    return render_template(
        "add.html",
        course=course,
        person=member.user,
        locale=member.user.locale,
        tools=tools,
        tool=tool,
        course_url=visit.url(f"/course/{course.id}"),
        issuer_origin=origin_of(practice().settings.issuer),
    )


@choosing.post("/course/<course_id>/add")
def add_plainly(course_id: str) -> Response:
    """Add an activity of a tool that is not asked for contents, and show it.

    *Errors*: 403 for pupils; 404 for an unknown tool.
    """
    refuse_other_sites()
    _visit, course, _member = _teachers_visit(course_id)
    tool = _asked_tool(request.form.get("tool", ""))
    added = add_activity(practice().store, course.id, tool, Content(tool.name, "", "", {}))
    shown = url_for("pages.course_page", course_id=course.id, activity=added.link_id)
    return redirect(shown, 303)


@choosing.get("/course/<course_id>/contents/<deployment_id>")
def ask(course_id: str, deployment_id: str) -> str:
    """Return the form that starts the login at the tool, to choose contents.

    *Errors*: 403 for pupils; 404 for an unknown tool.
    """
    visit, course, member = _teachers_visit(course_id)
    tool = _asked_tool(deployment_id)
    if not tool.content_url:
        abort(404)
    hint = Hint(member.user.id, course.id, tool.id, "", "iframe", visit.session)
    return login_form(tool, tool.content_url, hint, None, member.user.locale)


@choosing.post("/contentitem_return")
def take() -> str:
    """Add what the tool answers to the course, and lead back there.

    The key in the address says for whom: a form from the tool's page brings no cookie along.

    *Errors*: 400 on a page that says why, for an answer that is not taken.
    """
    state = practice()
    asked = content_request(state.store, request.args.get("sesskey", ""))
    course, member, tool = _whom_for(asked) if asked else (None, None, None)
    if asked is None or course is None or member is None or tool is None:
        refuse("error_contents", 400, "sesskey")
    try:
        contents = read_contents(
            request.form.get("JWT", ""),
            tool,
            state.keys_of(tool),
            state.settings.issuer,
            state.store,
        )
    except ContentsRefused as error:
        refuse("error_contents", 400, str(error))
    for content in contents:
        add_activity(state.store, course.id, tool, content)
    course_url = person_place(member.user, asked.session, f"/course/{course.id}")
    locale = member.user.locale
    return render_template(
        "taken.html", locale=locale, count=len(contents), course=course, course_url=course_url
    )


def _teachers_visit(course_id: str) -> tuple[Visit, Course, Member]:
    visit, course, member = visit_to_course(course_id)
    if not member.teaches:
        abort(403)
    return visit, course, member


def _asked_tool(deployment_id: str) -> Tool:
    tool = tool_by_deployment(practice().store, deployment_id)
    if tool is None:
        abort(404)
    return tool


def _whom_for(asked: ContentRequest) -> tuple[Course | None, Member | None, Tool | None]:
    store = practice().store
    course = directory.course_by_id(store, asked.course_id)
    user = directory.user_by_id(store, asked.user_id)
    member = directory.member(store, course, user, asked.session) if course and user else None
    tool = tool_by_id(store, asked.tool_id)
    may = member is not None and member.teaches and not member.user.suspended
    return course, member if may else None, tool if tool and tool.active else None
