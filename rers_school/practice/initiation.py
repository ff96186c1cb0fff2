"""The first step of every launch: the form that starts the login at the tool, by POST."""

from flask import render_template

from rers_school.practice.options import read_options
from rers_school.practice.state import practice
from rers_school.practice.tickets import Hint, issue_hint
from rers_school.practice.tools import Tool


def login_form(tool: Tool, target_link_uri: str, hint: Hint, cmid: int | None, locale: str) -> str:
    """Return the page whose form a browser sends to the tool at once.

    *Source*: IMS security framework 5.1.1.1; platform storage 0.1, section 3.
    """
    state = practice()
    fields = {
        "iss": state.settings.issuer,
        "target_link_uri": target_link_uri,
        "login_hint": hint.user_id,
        "lti_message_hint": issue_hint(state.store, hint, cmid),
        "client_id": tool.client_id,
        "lti_deployment_id": tool.deployment_id,
    }
    # A window of its own has no course page around it that could keep anything.
    if hint.target == "iframe" and read_options(state.store).platform_storage:
        fields["lti_storage_target"] = "_parent"
    return render_template("post.html", action=tool.login_url, fields=fields, locale=locale)
