"""What a request finds: the settings, the keys, and a connection of its own to the store."""

import sqlite3
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import current_app, g, request

from rers_school.practice.assertions import ToolKeys
from rers_school.practice.settings import PracticeSettings
from rers_school.practice.store import open_store
from rers_school.practice.tools import Tool

EXTENSION = "rers_practice"


@dataclass(frozen=True)
class Practice:
    """The practice LMS, as its views see it."""

    settings: PracticeSettings
    signing_keys: tuple[str, str]
    _tool_keys: dict[str, ToolKeys] = field(default_factory=dict)

    @property
    def store(self) -> sqlite3.Connection:
        """Return this request's connection; threads never share one."""
        if "practice_store" not in g:
            g.practice_store = open_store(self.settings.data_dir)
        connection: sqlite3.Connection = g.practice_store
        return connection

    def keys_of(self, tool: Tool) -> ToolKeys:
        """Return a tool's public keys; they are fetched when the first one is needed."""
        return self._tool_keys.setdefault(tool.jwks_url, ToolKeys(tool.jwks_url))


def practice() -> Practice:
    """Return the practice LMS that serves the current request."""
    state: Practice = current_app.extensions[EXTENSION]
    return state


def close_store(_error: BaseException | None = None) -> None:
    """Close this request's connection, if it opened one."""
    connection = g.pop("practice_store", None)
    if connection is not None:
        connection.close()


def host_name() -> str:
    """Return the host this request was sent to, without the port; empty when it is malformed."""
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""
