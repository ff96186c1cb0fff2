"""The letter between networks: classes write an issue together, read it, print it, keep it."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.giving import my_words, part_form
from rers_school.classroom.queries.networks.journal import issue_of, issues
from rers_school.classroom.rules.network_life import SECTIONS, WRITTEN, runs
from rers_school.classroom.rules.school_year import shown_year
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services.networks import journal as letters
from rers_school.classroom.services.networks import publishing
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.together import somebody, told
from rers_school.web.page import go, show
from rers_school.web.room.words import day

_ISSUE = "/networks/<uuid:network_id>/journal/<uuid:issue_id>"
_KINDS = ("effect", "follow_up", "review")


@blueprint.get("/networks/<uuid:network_id>/journal")
@allow(*MEMBERS)
def journal(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show the issues, from year to year."""
    return _journal(db, actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/journal")
@allow(*TEACHERS)
def begin_issue(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Begin an issue in which every class can write."""
    try:
        made = letters.begin(db, actor, network_id, request.form.get("title", ""))
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _journal(db, actor, network_id, status=422, **said)
    flash(_("The issue is open: every class can write in it."))
    return _to(actor, network_id, made.id)


@blueprint.get(_ISSUE)
@allow(*MEMBERS)
def issue(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Show an issue: what was let through, and to a teacher what waits for their yes."""
    return _issue(db, actor, network_id, issue_id)


@blueprint.get(f"{_ISSUE}/leaflet")
@allow(*MEMBERS)
def leaflet(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Show an issue as a leaflet: A4 sheets to be folded."""
    return _issue(db, actor, network_id, issue_id, "networks/journal_leaflet.html")


@blueprint.get(f"{_ISSUE}/mine")
@allow(*MEMBERS)
def mine(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Show one's own words, to tick what goes into the issue."""
    return _mine(db, actor, network_id, issue_id)


@blueprint.post(f"{_ISSUE}/mine")
@allow(*MEMBERS)
def give(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Put the ticked words into the issue, and take the others out of it."""
    chosen = set()
    for ticked in request.form.getlist("words"):
        kind, _dot, raw = ticked.partition(".")
        found = id_of(raw)
        if kind in _KINDS and found is not None:
            chosen.add((kind, found))
    try:
        letters.give(db, actor, network_id, issue_id, chosen)
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _mine(db, actor, network_id, issue_id, status=error.status, **said)
    flash(_("It is kept. You can change it until the issue is published."))
    return _to(actor, network_id, issue_id)


@blueprint.get(f"{_ISSUE}/part")
@allow(*TEACHERS, and_team=GATHERINGS)
def part(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Show what the class writes, to change it."""
    return _part(db, actor, network_id, issue_id)


@blueprint.post(f"{_ISSUE}/part")
@allow(*TEACHERS, and_team=GATHERINGS)
def write_part(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Keep what the class writes."""
    texts = {name: request.form.get(name, "") for name in WRITTEN}
    try:
        seen = request.form.get("number", -1, type=int)
        letters.write(db, actor, network_id, issue_id, texts, seen)
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _part(db, actor, network_id, issue_id, status=error.status, **said)
    flash(
        _("It is kept. Now let through what the other classes may read.")
        if actor.is_teacher
        else _("It is kept. Your teacher looks at it first.")
    )
    return _to(actor, network_id, issue_id)


@blueprint.post(f"{_ISSUE}/agree")
@allow(*TEACHERS)
def agree_to_lines(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Let through the lines of the class that are ticked, as they were read."""
    form = request.form
    try:
        gone = publishing.agree(
            db,
            actor,
            network_id,
            issue_id,
            shown=set(form.getlist("shown")),
            chosen=set(form.getlist("line")),
            instead=somebody(db, actor),
        )
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _issue(db, actor, network_id, issue_id, status=error.status, **said)
    flash(
        ngettext(
            "%(num)s line changed meanwhile: look at it again.",
            "%(num)s lines changed meanwhile: look at them again.",
            gone,
        )
        if gone
        else _("The other classes read these lines now.")
    )
    return _to(actor, network_id, issue_id)


@blueprint.post(f"{_ISSUE}/publish")
@allow(*TEACHERS)
def publish(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Publish the issue as it is."""
    try:
        publishing.publish(db, actor, network_id, issue_id, somebody(db, actor))
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _issue(db, actor, network_id, issue_id, status=error.status, **said)
    flash(_("The issue is published. Print it, fold it, take it home."))
    return _to(actor, network_id, issue_id)


@blueprint.post(f"{_ISSUE}/put-away")
@allow(*TEACHERS)
def put_away(db: Session, actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    """Take back an issue in which nobody has written yet."""
    try:
        letters.put_away(db, actor, network_id, issue_id)
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _issue(db, actor, network_id, issue_id, status=error.status, **said)
    return go(url_for("networks.journal", classroom_id=actor.classroom_id, network_id=network_id))


def _journal(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    network = network_of(db, actor, network_id)
    found = issues(db, network)
    return show(
        "networks/journal.html",
        status=status,
        network=network,
        issues=found,
        year=shown_year,
        day=day,
        **more,
    )


def _issue(
    db: Session,
    actor: Actor,
    network_id: UUID,
    issue_id: UUID,
    template: str = "networks/journal_issue.html",
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    network = network_of(db, actor, network_id)
    found = issue_of(db, actor, network, issue_id, somebody(db, actor))
    return show(
        template,
        status=status,
        network=network,
        issue=found,
        sections=SECTIONS,
        runs=runs(actor),
        year=shown_year,
        day=day,
        **more,
    )


def _mine(
    db: Session, actor: Actor, network_id: UUID, issue_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    network = network_of(db, actor, network_id)
    found = letters.find(db, actor, network_id, issue_id)
    return show(
        "networks/journal_mine.html",
        status=status,
        network=network,
        issue=found,
        words=my_words(db, actor, issue_id),
        **more,
    )


def _part(
    db: Session, actor: Actor, network_id: UUID, issue_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    network = network_of(db, actor, network_id)
    found = letters.find(db, actor, network_id, issue_id)
    return show(
        "networks/journal_part.html",
        status=status,
        network=network,
        issue=found,
        part=part_form(db, actor, issue_id, somebody(db, actor)),
        written=WRITTEN,
        **more,
    )


def _to(actor: Actor, network_id: UUID, issue_id: UUID) -> Response:
    cid = actor.classroom_id
    return go(url_for("networks.issue", classroom_id=cid, network_id=network_id, issue_id=issue_id))
