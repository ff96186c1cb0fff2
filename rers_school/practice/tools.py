"""The tools that are registered here: the one of the settings, and those that came by themselves.

The settings' tool is written anew at every start; only what an administrator chose for it stays.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rers_school.practice.settings import ToolSpec, origin_of

FIRST_TOOL = 0
# Who decides whether the tool gets names: nobody asks, or each activity's teacher.
ALWAYS, NEVER, DELEGATE = NAMES = ("always", "never", "delegate")


@dataclass(frozen=True)
class Tool:
    """A registered tool. Without ``content_url`` it takes no part in choosing contents."""

    id: int
    deployment_id: str
    client_id: str
    name: str
    active: bool
    login_url: str
    launch_url: str
    content_url: str
    jwks_url: str
    redirect_uris: tuple[str, ...]
    custom: Mapping[str, str]
    names: str
    members_list: bool

    @property
    def host(self) -> str:
        """Return the host and port that the tool's addresses begin with."""
        return urlsplit(self.launch_url).netloc

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins that a page has to let in, to open the tool."""
        urls = (self.login_url, self.launch_url, *self.redirect_uris)
        return tuple(dict.fromkeys(origin_of(url) for url in urls))


@dataclass(frozen=True)
class NewTool:
    """What a tool told of itself when it registered, as far as it was granted."""

    client_id: str
    name: str
    login_url: str
    launch_url: str
    content_url: str
    jwks_url: str
    redirect_uris: tuple[str, ...]
    custom: Mapping[str, str]
    names: str
    members_list: bool


def save_first_tool(store: sqlite3.Connection, spec: ToolSpec) -> None:
    """Bring the settings' tool up to date; what was chosen for it here is kept."""
    content_url = spec.launch_url if spec.deep_linking else ""
    store.execute(
        "INSERT INTO tool VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, '{}', ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET deployment_id = excluded.deployment_id,"
        " client_id = excluded.client_id, name = excluded.name, login_url = excluded.login_url,"
        " launch_url = excluded.launch_url, content_url = excluded.content_url,"
        " jwks_url = excluded.jwks_url, redirect_uris = excluded.redirect_uris",
        (
            FIRST_TOOL,
            spec.deployment_id,
            spec.client_id,
            spec.name,
            spec.login_url,
            spec.launch_url,
            content_url,
            spec.jwks_url,
            json.dumps(spec.redirect_uris),
            spec.names,
            spec.members_list,
        ),
    )


def add_pending_tool(store: sqlite3.Connection, new: NewTool) -> Tool:
    """Return the tool that has just registered; it waits for the administrator."""
    # Two that register at once get two numbers.
    store.execute("BEGIN IMMEDIATE")
    with store:
        tool_id = _next_id(store)
        _insert_pending(store, tool_id, new)
    tool = tool_by_id(store, tool_id)
    assert tool is not None
    return tool


def _insert_pending(store: sqlite3.Connection, tool_id: int, new: NewTool) -> None:
    store.execute(
        "INSERT INTO tool VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            tool_id,
            str(tool_id),
            new.client_id,
            new.name,
            new.login_url,
            new.launch_url,
            new.content_url,
            new.jwks_url,
            json.dumps(new.redirect_uris),
            json.dumps(new.custom),
            new.names,
            new.members_list,
        ),
    )


def _next_id(store: sqlite3.Connection) -> int:
    """Return a number that no tool had yet: as in Moodle it is the deployment, for ever."""
    row = store.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tool'").fetchone()
    (first,) = store.execute("SELECT deployment_id FROM tool WHERE id = 0").fetchone()
    return max(int(row["seq"]) if row else 0, int(first) if first.isdecimal() else 0) + 1


def all_tools(store: sqlite3.Connection) -> list[Tool]:
    """Return every tool, the settings' first."""
    return [_tool(row) for row in store.execute("SELECT * FROM tool ORDER BY id")]


def active_tools(store: sqlite3.Connection) -> Sequence[Tool]:
    """Return the tools that may be used in courses."""
    return [tool for tool in all_tools(store) if tool.active]


def tool_by_id(store: sqlite3.Connection, tool_id: int) -> Tool | None:
    """Return one tool, pending ones too."""
    return _tool_where(store, "id = ?", tool_id)


def tool_by_client(store: sqlite3.Connection, client_id: str | None) -> Tool | None:
    """Return the tool that calls itself so, if it may be used."""
    return _tool_where(store, "active AND client_id = ?", client_id)


def tool_by_deployment(store: sqlite3.Connection, deployment_id: str) -> Tool | None:
    """Return the tool with this deployment, if it may be used."""
    return _tool_where(store, "active AND deployment_id = ?", deployment_id)


def activate(store: sqlite3.Connection, tool: Tool) -> None:
    """Let a tool be used."""
    store.execute("UPDATE tool SET active = 1 WHERE id = ?", (tool.id,))


def delete(store: sqlite3.Connection, tool: Tool) -> None:
    """Forget a tool. Its activities stay in their courses, and open nothing any more."""
    store.execute("DELETE FROM tool WHERE id = ?", (tool.id,))


def choose_names(store: sqlite3.Connection, tool: Tool, names: str) -> None:
    """Keep who decides whether the tool gets people's names."""
    store.execute("UPDATE tool SET names = ? WHERE id = ?", (names, tool.id))


def _tool_where(store: sqlite3.Connection, condition: str, value: object) -> Tool | None:
    row = store.execute(f"SELECT * FROM tool WHERE {condition}", (value,)).fetchone()
    return None if row is None else _tool(row)


def _tool(row: sqlite3.Row) -> Tool:
    values = dict(row)
    values["active"] = bool(row["active"])
    values["members_list"] = bool(row["members_list"])
    values["redirect_uris"] = tuple(json.loads(row["redirect_uris"]))
    values["custom"] = json.loads(row["custom"])
    return Tool(**values)
