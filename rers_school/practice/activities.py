"""The activities of a course: each opens a tool, and is one resource link to it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rers_school.practice.tools import ALWAYS, DELEGATE, Tool

# A course-module id is not the resource link's id: a tool must not take one for the other.
CMID_OFFSET = 100
QUERY = (
    "SELECT activity.id, activity.course_id, tool_id, activity.title, description, names_shared,"
    " custom, url FROM activity"
)


@dataclass(frozen=True)
class Activity:
    """One activity; ``url`` is empty where the tool's own launch address is meant."""

    link_id: str
    course_id: str
    tool_id: int
    title: str
    description: str
    names_shared: bool
    custom: Mapping[str, str]
    url: str

    @property
    def cmid(self) -> int:
        """Return the number of the activity's place on the course page."""
        return CMID_OFFSET + int(self.link_id)

    def address(self, tool: Tool) -> str:
        """Return the tool's address that this activity is for."""
        return self.url or tool.launch_url


@dataclass(frozen=True)
class Content:
    """What a tool offers as an activity."""

    title: str
    text: str
    url: str
    custom: Mapping[str, str]


def activities_of(store: sqlite3.Connection, course_id: str) -> list[Activity]:
    """Return a course's activities, the one of the settings first, then the oldest."""
    rows = store.execute(
        f"{QUERY} WHERE course_id = ? ORDER BY from_settings DESC, id", (course_id,)
    )
    return [_activity(row) for row in rows]


def activity_by_link(store: sqlite3.Connection, course_id: str, link_id: str) -> Activity | None:
    """Return one activity of a course, if it is there."""
    return next((one for one in activities_of(store, course_id) if one.link_id == link_id), None)


def add_activity(
    store: sqlite3.Connection, course_id: str, tool: Tool, content: Content
) -> Activity:
    """Return a new activity made of what the tool offered."""
    return _insert(
        store, course_id, tool.id, content.title, content.text, content.custom, content.url
    )


def duplicate(store: sqlite3.Connection, activity: Activity, title: str) -> Activity:
    """Return a copy under another title: a resource link of its own, with the same custom."""
    copy = _insert(
        store,
        activity.course_id,
        activity.tool_id,
        title,
        activity.description,
        activity.custom,
        activity.url,
    )
    share_names(store, copy, shared=activity.names_shared)
    return copy


def share_names(store: sqlite3.Connection, activity: Activity, *, shared: bool) -> None:
    """Keep whether the activity tells the tool people's names, where its teacher decides."""
    store.execute(
        "UPDATE activity SET names_shared = ? WHERE id = ?", (shared, int(activity.link_id))
    )


def gives_names(tool: Tool, activity: Activity | None) -> bool:
    """Return whether the tool gets names: for an activity, or for a course as a whole."""
    delegated = tool.names == DELEGATE and activity is not None and activity.names_shared
    return tool.names == ALWAYS or delegated


def _insert(
    store: sqlite3.Connection,
    course_id: str,
    tool_id: int,
    title: str,
    text: str,
    custom: Mapping[str, str],
    url: str,
) -> Activity:
    added = store.execute(
        "INSERT INTO activity (course_id, tool_id, title, description, custom, url)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (course_id, tool_id, title, text, json.dumps(custom), url),
    )
    activity = activity_by_link(store, course_id, str(added.lastrowid))
    assert activity is not None
    return activity


def _activity(row: sqlite3.Row) -> Activity:
    return Activity(
        str(row["id"]),
        row["course_id"],
        int(row["tool_id"]),
        row["title"],
        row["description"],
        bool(row["names_shared"]),
        json.loads(row["custom"]),
        row["url"],
    )
