"""Settings, read once from the environment and frozen."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """The environment would start the application insecurely or not at all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to another; see the table in the README."""

    database_url: str
    base_url: str
    secret_key: str = field(repr=False)
    allow_private_platforms: bool = False
    trusted_proxies: int = 0
    session_hours: int = 12
    logins_per_minute: int = 1500
    sqlite_busy_seconds: float = 5.0
    purge_grace_days: int | None = None
    jobs: str = "off"
    jobs_threads: int = 1
    jobs_stale_seconds: float = 30.0

    @property
    def host(self) -> str:
        """Return host and port of the base URL."""
        return urlsplit(self.base_url).netloc

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Return the settings of this installation.

        *Errors*: `SettingsError` with one line that says which variable to set.
        """
        env = os.environ if environ is None else environ
        base_url = env.get("RERS_BASE_URL", "").rstrip("/")
        if not base_url:
            raise SettingsError("RERS_BASE_URL is missing: the public address, as https://…")
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise SettingsError("RERS_BASE_URL must look like https://host or https://host:port.")
        local = parts.hostname == "localhost"
        if parts.scheme != "https" and not local:
            # Browsers keep the partitioned cookies of a frame only on https and on localhost.
            raise SettingsError("RERS_BASE_URL must be https (http is possible on localhost only).")
        secret = env.get("RERS_SECRET_KEY", "")
        if len(secret) < 32:
            raise SettingsError(
                "RERS_SECRET_KEY needs at least 32 characters; "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))' makes one."
            )
        return cls(
            database_url=env.get("RERS_DATABASE_URL") or "sqlite:///rers-school.sqlite3",
            base_url=base_url,
            secret_key=secret,
            allow_private_platforms=_flag(env, "RERS_ALLOW_PRIVATE_PLATFORMS"),
            trusted_proxies=_number(env, "RERS_TRUSTED_PROXIES", 0),
            session_hours=_number(env, "RERS_SESSION_HOURS", 12),
            logins_per_minute=_number(env, "RERS_LOGINS_PER_MINUTE", 1500),
            purge_grace_days=_number(env, "RERS_PURGE_GRACE_DAYS", -1)
            if env.get("RERS_PURGE_GRACE_DAYS", "").strip()
            else None,
            jobs=_one_of(env, "RERS_JOBS", ("embedded", "worker", "off")),
            jobs_threads=_number(env, "RERS_JOBS_THREADS", 1) or 1,
            jobs_stale_seconds=float(_number(env, "RERS_JOBS_STALE_SECONDS", 30) or 30),
        )


def secret_in(folder: Path) -> str:
    """Return the secret key kept in ``folder``: made once, readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = env.get(name, "").strip().lower() or known[0]
    if value not in known:
        raise SettingsError(f"{name} must be {', '.join(known[:-1])} or {known[-1]}.")
    return value


def _flag(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    try:
        number = int(raw)
    except ValueError:
        raise SettingsError(f"{name} must be a whole number, not {raw!r}.") from None
    if number < 0:
        raise SettingsError(f"{name} must not be negative.")
    return number
