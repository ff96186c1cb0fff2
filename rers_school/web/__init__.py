"""The pages of a class, one module per job of the user."""

from flask import Flask

from rers_school.web import (
    class_list,
    class_settings,
    classpage,
    course,
    drafts,
    errors,
    exchanges,
    guide,
    health,
    introductions,
    lesson,
    market,
    network,
    page,
    paper,
    people,
    room,
    savoirs,
    session,
    tidy,
    today,
    together,
    trace,
    wall,
)

_JOBS = (
    today, session, savoirs, drafts, wall, tidy, introductions, exchanges, room, classpage, lesson,
    guide, people, class_list, course, together, market, class_settings, trace, network, paper
)  # fmt: skip


def register(app: Flask) -> None:
    """Add every page, the error pages and what all templates share to ``app``."""
    for job in _JOBS:
        app.register_blueprint(job.blueprint, url_prefix="/c/<uuid:classroom_id>")
    app.register_blueprint(health.blueprint)
    errors.register(app)
    page.register(app)
