"""Register and list the LMSs, from the command line."""

from collections.abc import Sequence

from rers_school.db import make_engine, open_session
from rers_school.lti import keys, platforms
from rers_school.settings import Settings


def add(
    settings: Settings, *, deployment_ids: Sequence[str], issuer: str, client_id: str, **facts: str
) -> str:
    """Register an LMS, or change what is known of it; return one line that says so."""
    with open_session(make_engine(settings.database_url), writes=True) as db:
        for deployment_id in deployment_ids:
            platforms.add(
                db, issuer=issuer, client_id=client_id, deployment_id=deployment_id, **facts
            )
        db.commit()
    return f"{issuer} may now open the tool at {settings.base_url}/lti/launch"


def listing(settings: Settings) -> list[str]:
    """Return one line for each registered LMS."""
    with open_session(make_engine(settings.database_url)) as db:
        return [str(line) for line in platforms.listing(db)]


def rotate(settings: Settings) -> str:
    """Make a new signing key; the previous one stays published."""
    with open_session(make_engine(settings.database_url), writes=True) as db:
        kid = keys.rotate(db)
        db.commit()
    return f"The new key is {kid}."
