"""The tool's own signing keys: made here, kept in the database, published as a key set."""

import json
from typing import Any

from jwcrypto.jwk import JWK
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.lti.models import ToolKey

_BITS = 2048


def ensure(db: Session) -> ToolKey:
    """Return the key that signs, making the first one where there is none."""
    return signing(db) or _make(db)


def signing(db: Session) -> ToolKey | None:
    """Return the newest key that is not retired."""
    return db.scalar(_published().limit(1))


def publish(db: Session) -> dict[str, list[dict[str, Any]]]:
    """Return the public key set: the key that signs, then the ones before it.

    *Source*: RFC 7517, 5.
    """
    keys = []
    for row in db.scalars(_published()):
        public = json.loads(JWK.from_pem(row.private_pem.encode()).export_public())
        keys.append(public | {"kid": row.kid, "alg": "RS256", "use": "sig"})
    return {"keys": keys}


def rotate(db: Session) -> str:
    """Return the name of a new key, which signs from now on.

    The key before it stays published, so that what it signed can still be checked; older ones
    are retired.
    """
    for row in db.scalars(_published()).all()[1:]:
        row.retired_at = clock.now()
    return _make(db).kid


def _published() -> Select[ToolKey]:
    return (
        select(ToolKey)
        .where(ToolKey.retired_at.is_(None))
        .order_by(ToolKey.created_at.desc(), ToolKey.kid)
    )


def _make(db: Session) -> ToolKey:
    # The key's thumbprint is its name, as pylti1p3 derives it too (RFC 7638).
    key = JWK.generate(kty="RSA", size=_BITS)
    pem = key.export_to_pem(private_key=True, password=None).decode()
    row = ToolKey(kid=key.thumbprint(), private_pem=pem)
    db.add(row)
    db.flush()
    return row
