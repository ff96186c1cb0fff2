"""The authorization endpoint: where the tool sends the browser to ask who this is."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from rers_school.practice.authorize import (
    AuthError,
    SpentHint,
    UnknownTool,
    addressee,
    check_request,
    resolve_launch,
)
from rers_school.practice.messages import signed_launch
from rers_school.practice.sessions import COOKIE
from rers_school.practice.state import practice
from rers_school.practice.words import browser_locale

login = Blueprint("login", __name__)


@login.route("/auth", methods=["GET", "POST"])
def authorize() -> str | tuple[str, int]:
    """Return the form that posts the signed ``id_token``, or an error, to the tool.

    *Errors*: 400 on a page of our own for an unknown tool or address; 404 for a hint that was
    used before; every other error is posted to the tool.
    """
    state, asked = practice(), _single(request.form if request.method == "POST" else request.args)
    try:
        tool = addressee(state.store, asked)
        check_request(asked)
        cookie = request.cookies.get(COOKIE, "")
        launch = resolve_launch(state.store, asked, tool, cookie)
        fields = signed_launch(dict(asked), launch)
        locale = launch.member.user.locale
    except UnknownTool:
        return _page("error_400"), 400
    except SpentHint:
        return _page("error_spent"), 404
    except AuthError as error:
        fields = {"error": error.code, "error_description": error.description}
        if asked.get("state"):
            fields["state"] = asked["state"]
        locale = browser_locale()
    action = asked["redirect_uri"]
    return render_template("post.html", action=action, fields=fields, locale=locale)


def _single(parameters: MultiDict[str, str]) -> Mapping[str, str]:
    """Return the parameters that were given once: OAuth allows none to be repeated."""
    return {name: given[0] for name, given in parameters.lists() if len(given) == 1}


def _page(title: str) -> str:
    index_url = practice().settings.index_url
    return render_template("error.html", title=title, locale=browser_locale(), index_url=index_url)
