"""The platforms' public keys: kept, and fetched again when an unknown key appears."""

import json
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from sqlalchemy import Engine, or_, update

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import Platform

REFETCH = timedelta(minutes=1)
_LEAST_BITS = 2048
_WAIT_SECONDS = 6.0
_PAUSE_SECONDS = 0.1


def key_for(engine: Engine, http: requests.Session, platform: Platform, kid: str) -> RSAPublicKey:
    """Return the platform's key of this name.

    An unknown name makes the set be fetched again, at most once a minute per platform; whoever
    arrives during a fetch waits for it, so that a whole class gets in after a change of keys.

    *Errors*: `LaunchRefused` ``key_unknown``, ``keys_unreachable``.
    """
    key = _named(platform.jwks_json, kid)
    if key is not None:
        return key
    if _may_fetch(engine, platform.id):
        kept = _fetch(engine, http, platform)
    else:
        kept = _wait_for_fetch(engine, platform.id, kid)
    key = _named(kept, kid)
    if key is not None:
        return key
    if kept is None:
        raise LaunchRefused("keys_unreachable", "jwks_url", platform_id=platform.id)
    raise LaunchRefused("key_unknown", "kid", platform_id=platform.id)


def _may_fetch(engine: Engine, platform_id: UUID) -> bool:
    """Take the one fetch of this minute; true for the one request that got it."""
    now = clock.now()
    with open_session(engine, writes=True) as db:
        taken = db.execute(
            update(Platform)
            .where(
                Platform.id == platform_id,
                or_(Platform.jwks_fetched_at.is_(None), Platform.jwks_fetched_at <= now - REFETCH),
            )
            .values(jwks_fetched_at=now, jwks_settled_at=None)
            .execution_options(synchronize_session=False)
        )
        db.commit()
    return int(getattr(taken, "rowcount", 0)) == 1


def _fetch(engine: Engine, http: requests.Session, platform: Platform) -> str | None:
    values: dict[str, Any] = {}
    try:
        answer = http.get(platform.jwks_url, headers={"Accept": "application/json"})
        # JSON is UTF-8 whatever the headers say: some character sets that they can name are
        # no text, others make letters that no database keeps.
        said = answer.content.decode()
        if answer.status_code == 200 and _keys_in(said):
            values["jwks_json"] = said
    except (requests.RequestException, UnicodeDecodeError):
        # The keys at hand stay: a platform that rests for a minute has not changed them.
        pass
    with open_session(engine, writes=True) as db:
        db.execute(
            update(Platform)
            .where(Platform.id == platform.id)
            .values(jwks_settled_at=clock.now(), **values)
            .execution_options(synchronize_session=False)
        )
        db.commit()
    kept: str | None = values.get("jwks_json")
    return kept


def _wait_for_fetch(engine: Engine, platform_id: UUID, kid: str) -> str | None:
    """Return the key set as it is when the fetch of another request has ended."""
    ends = time.monotonic() + _WAIT_SECONDS
    while True:
        with open_session(engine) as db:
            row = db.get_one(Platform, platform_id)
        settled = row.jwks_settled_at is not None
        if settled or time.monotonic() > ends or _named(row.jwks_json, kid) is not None:
            return row.jwks_json
        time.sleep(_PAUSE_SECONDS)


def _named(kept: str | None, kid: str) -> RSAPublicKey | None:
    """Return the RSA key of this name that is good for signatures, from its public numbers only."""
    for entry in _keys_in(kept or ""):
        if entry.get("kid") != kid or entry.get("kty") != "RSA":
            continue
        if entry.get("alg", "RS256") != "RS256" or entry.get("use", "sig") != "sig":
            continue
        public = {name: entry.get(name) for name in ("kty", "n", "e")}
        try:
            key = jwt.PyJWK(public, algorithm="RS256").key
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if isinstance(key, RSAPublicKey) and key.key_size >= _LEAST_BITS:
            return key
    return None


def _keys_in(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    entries = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]
