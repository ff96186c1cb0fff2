"""Site administration: which tools are here, who is in which course, and what can be tried out.

Nobody is asked who they are: it is a practice LMS, and its index has no passwords either.
"""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rers_school.practice import directory, tools
from rers_school.practice.options import Options, read_options, save_options
from rers_school.practice.platform import make_registration
from rers_school.practice.registration import (
    invite,
    invited_url,
    is_web_address,
    token_claims,
    with_query,
)
from rers_school.practice.settings import origin_of
from rers_school.practice.state import practice
from rers_school.practice.tools import FIRST_TOOL, NAMES, Tool
from rers_school.practice.visit import refuse, refuse_other_sites
from rers_school.practice.words import browser_locale

admin = Blueprint("admin", __name__, url_prefix="/admin")

MOST_PER_PAGE = 1000
ANSWERS = {"yes": 1, "no": 0}


@admin.before_request
def _own_forms_only() -> None:
    if request.method == "POST":
        refuse_other_sites()


@admin.get("/")
def overview() -> str:
    """Return the tools, the people and the switches."""
    state = practice()
    return render_template(
        "admin.html",
        tools=tools.all_tools(state.store),
        first_tool=FIRST_TOOL,
        names=NAMES,
        people=directory.everybody(state.store),
        courses=directory.all_courses(state.store),
        options=read_options(state.store),
        administrator=directory.user_by_id(state.store, directory.ADMINISTRATOR),
        person_url=state.settings.person_url,
        locale=browser_locale(),
        index_url=state.settings.index_url,
    )


@admin.post("/registrations")
def begin_registration() -> Response:
    """Invite the tool at this address, and open its page.

    *Errors*: 400 for what is no address of the web.
    """
    url = request.form.get("url", "").strip()
    if not is_web_address(url):
        refuse("error_url", 400)
    client_id = invite(practice().store, url)
    return redirect(url_for("admin.registration_page", client_id=client_id), 303)


@admin.get("/registrations/<client_id>")
def registration_page(client_id: str) -> str:
    """Return the tool's registration page in a frame.

    *Errors*: 404 once the tool has registered, or after an hour.
    """
    state = practice()
    url = invited_url(state.store, client_id)
    if url is None:
        abort(404)
    registration = make_registration(state.settings, state.signing_keys)
    address = with_query(
        url,
        openid_configuration=f"{state.settings.issuer}/.well-known/openid-configuration",
        registration_token=registration.platform_encode_and_sign(token_claims(client_id)),
    )
    locale = browser_locale()
    return render_template("registration.html", address=address, tool_url=url, locale=locale)


@admin.post("/tools/<int(max=999999):tool_id>/<any(activate, delete):act>")
def decide(tool_id: int, act: str) -> Response:
    """Let a tool be used, or forget it.

    *Errors*: 404 for an unknown tool; 403 for the settings' tool, which is always there.
    """
    tool = _tool(tool_id)
    if tool.id == FIRST_TOOL:
        abort(403)
    if act == "activate":
        tools.activate(practice().store, tool)
    else:
        tools.delete(practice().store, tool)
    return _back("tools")


@admin.post("/tools/<int(max=999999):tool_id>/names")
def choose_names(tool_id: int) -> Response:
    """Keep who decides whether a tool gets names.

    *Errors*: 404 for an unknown tool; 400 for another answer than those of the form.
    """
    names = request.form.get("names", "")
    if names not in NAMES:
        abort(400)
    tools.choose_names(practice().store, _tool(tool_id), names)
    return _back("tools")


@admin.post("/options")
def choose_options() -> Response:
    """Keep the switches.

    *Errors*: 400 for another answer than those of the form.
    """
    per_page = request.form.get("members_per_page", "")
    if not per_page.isascii() or not per_page.isdecimal() or int(per_page) > MOST_PER_PAGE:
        abort(400)
    options = Options(int(per_page), _yes("second_page_fails"), _yes("platform_storage"))
    save_options(practice().store, options)
    return _back("options")


@admin.post("/people")
def change_people() -> Response:
    """Take somebody out of a course or let them back in; close an account or open it again.

    *Errors*: 400 for an unknown person, course or act.
    """
    store = practice().store
    user = directory.user_by_id(store, request.form.get("user", ""))
    course = directory.course_by_id(store, request.form.get("course", ""))
    act = request.form.get("act")
    if user is None:
        abort(400)
    if act in ("leave", "return") and course is not None:
        directory.leave_course(store, course, user, gone=act == "leave")
    elif act in ("suspend", "reopen"):
        directory.suspend(store, user, suspended=act == "suspend")
    else:
        abort(400)
    return _back("people")


def framed_origin(client_id: str) -> str:
    """Return the origin of a tool that is registering, for the policy of the page around it."""
    url = invited_url(practice().store, client_id)
    return origin_of(url) if url else ""


def _tool(tool_id: int) -> Tool:
    tool = tools.tool_by_id(practice().store, tool_id)
    if tool is None:
        abort(404)
    return tool


def _yes(field: str) -> int:
    answer = request.form.get(field, "")
    if answer not in ANSWERS:
        abort(400)
    return ANSWERS[answer]


def _back(place: str) -> Response:
    return redirect(url_for("admin.overview", _anchor=place), 303)
