"""Where the network of the class stands, for all eyes: savoirs, never people."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rers_school.classroom.queries.wall import wall


@dataclass(frozen=True, slots=True)
class Together:
    """What a class looks at together: the names of savoirs, in alphabetical order.

    ``learned``: an exchange was brought to its end; ``under_way``: one goes on; ``waiting``: a
    demand without an offer; ``ready``: somebody offers what somebody else asks for.
    """

    learned: tuple[str, ...]
    under_way: tuple[str, ...]
    ready: tuple[str, ...]
    waiting: tuple[str, ...]


def together(db: Session) -> Together:
    """Return where the network stands, in as many queries as the wall takes."""
    rows = wall(db).rows
    return Together(
        learned=tuple(row.name for row in rows if row.exchange == "closed"),
        under_way=tuple(row.name for row in rows if row.exchange == "under_way"),
        ready=tuple(row.name for row in rows if row.fits and row.exchange is None),
        waiting=tuple(row.name for row in rows if row.waits),
    )
