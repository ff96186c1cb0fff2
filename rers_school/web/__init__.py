"""The pages of a class, one module per job of the user."""

from flask import Flask

from rers_school.access import stay_at_home
from rers_school.web import (
    across,
    adults,
    aside,
    board,
    bringing,
    calling,
    class_list,
    class_settings,
    classpage,
    course,
    drafts,
    erasing,
    errors,
    exchanges,
    guide,
    health,
    introductions,
    lesson,
    market,
    memory,
    network,
    network_rules,
    networks,
    page,
    pairs,
    paper,
    people,
    room,
    savoirs,
    session,
    slots,
    tidy,
    today,
    together,
    trace,
    wall,
    widening,
    workshops,
    year,
)

_JOBS = (
    today, session, savoirs, drafts, wall, tidy, introductions, exchanges, room, classpage, lesson,
    guide, people, class_list, course, together, market, class_settings, trace, network, paper,
    workshops, adults, aside, board, widening, pairs, slots,
    erasing, memory, year, bringing, network_rules, networks, across,
)  # fmt: skip


def register(app: Flask) -> None:
    """Add every page, the error pages and what all templates share to ``app``."""
    for job in _JOBS:
        app.register_blueprint(job.blueprint, url_prefix="/c/<uuid:classroom_id>")
    app.register_blueprint(health.blueprint)
    app.url_defaults(stay_at_home)
    errors.register(app)
    page.register(app)
    calling.register(app)
