"""What the wall is compared with: a bare Flask page with the same rows, from one query.

The same: the rows and their order, every savoir, name, detail and address of a card, the badge's
letter, the database and its driver (SQLAlchemy Core, one pooled connection per thread), Jinja with
escaping, gunicorn and its options, Flask-Compress with the same settings.
Different: one hand-written query instead of the ORM; no session, launch token or class scope; no
navigation, no pictograms, no translations, no forms, no security headers, no live update.
"""

import os
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Flask
from flask_compress import Compress
from sqlalchemy import Uuid, bindparam, create_engine, text

_ROWS = text(
    """
    SELECT savoir.id, savoir.name, card.kind, card.hint, membership.shown_name
    FROM (
        SELECT savoir_id, membership_id, 0 AS kind, able_to AS hint FROM offer
        WHERE classroom_id = :classroom AND state = 'visible'
        UNION ALL
        SELECT savoir_id, membership_id, 1 AS kind, why AS hint FROM demand
        WHERE classroom_id = :classroom AND state = 'visible'
    ) AS card
    JOIN savoir ON savoir.id = card.savoir_id
    JOIN membership ON membership.id = card.membership_id AND membership.active
    ORDER BY savoir.sort_key, savoir.id, card.kind, membership.shown_name
    """
).bindparams(bindparam("classroom", type_=Uuid()))

_PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Le mur</title></head>
<body>
<h1>Le mur</h1>
{%- for row in rows %}
<section id="savoir-{{ row.id }}">
<h2>{{ row.name }}</h2>
{%- for cards in row.sides %}
<ul>
{%- for card in cards %}
<li><span>{{ card.shown_name[0] }}</span> <b>{{ card.shown_name }}</b> {{ card.hint[:80] }}</li>
{%- endfor %}
</ul>
{%- endfor %}
</section>
{%- endfor %}
</body>
</html>
"""


def create_bare() -> Flask:
    """Return the bare application on the class that the environment names."""
    app = Flask(__name__)
    app.config.update(
        COMPRESS_ALGORITHM=["gzip"], COMPRESS_LEVEL=5, COMPRESS_MIMETYPES=["text/html"]
    )
    Compress(app)
    engine = create_engine(os.environ["RERS_DATABASE_URL"])
    app.extensions["engine"] = engine
    classroom = UUID(os.environ["BENCH_CLASSROOM"])
    # Compiled once, as a template in a file is.
    page = app.jinja_env.from_string(_PAGE)

    @app.get("/")
    def wall() -> str:
        with engine.connect() as connection:
            found = connection.execute(_ROWS, {"classroom": classroom}).all()
        rows: list[dict[str, Any]] = []
        for (savoir_id, name), group in groupby(found, key=lambda row: (row[0], row[1])):
            cards = list(group)
            sides = [[card for card in cards if card.kind == kind] for kind in (0, 1)]
            rows.append({"id": savoir_id, "name": name, "sides": sides})
        return page.render(rows=rows)

    return app
