"""The tables of the practice LMS's store, and how older stores are brought to them.

*Units*: times are whole seconds since the epoch.
"""

import sqlite3

TABLES = """
CREATE TABLE IF NOT EXISTS user (
    id INTEGER PRIMARY KEY, given TEXT NOT NULL, family TEXT NOT NULL, nth INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE, locale TEXT NOT NULL, UNIQUE (given, family, nth));
CREATE TABLE IF NOT EXISTS suspension (user_id INTEGER PRIMARY KEY REFERENCES user (id));
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL, place INTEGER);
CREATE TABLE IF NOT EXISTS role (
    course_id TEXT NOT NULL REFERENCES course (id), user_id INTEGER NOT NULL REFERENCES user (id),
    name TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (course_id, user_id));
CREATE TABLE IF NOT EXISTS departure (
    course_id TEXT NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (course_id, user_id));
CREATE TABLE IF NOT EXISTS role_switch (
    course_id TEXT NOT NULL, user_id INTEGER NOT NULL, session TEXT NOT NULL,
    PRIMARY KEY (course_id, user_id, session));
CREATE TABLE IF NOT EXISTS session (
    key TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user (id), expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS tool (
    id INTEGER PRIMARY KEY AUTOINCREMENT, deployment_id TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, active INTEGER NOT NULL,
    login_url TEXT NOT NULL, launch_url TEXT NOT NULL, content_url TEXT NOT NULL,
    jwks_url TEXT NOT NULL, redirect_uris TEXT NOT NULL, custom TEXT NOT NULL,
    names TEXT NOT NULL, members_list INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS registration (
    client_id TEXT PRIMARY KEY, url TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS option (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS launch_hint (
    launch_id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, course_id TEXT NOT NULL,
    tool_id INTEGER NOT NULL, link_id TEXT NOT NULL, target TEXT NOT NULL, session TEXT NOT NULL,
    expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS content_request (
    key TEXT PRIMARY KEY, user_id INTEGER NOT NULL, course_id TEXT NOT NULL,
    tool_id INTEGER NOT NULL, session TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS access_token (
    value TEXT PRIMARY KEY, tool_id INTEGER NOT NULL, scope TEXT NOT NULL,
    expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS assertion (jti TEXT PRIMARY KEY, expires INTEGER NOT NULL);
"""

ACTIVITIES = """
CREATE TABLE IF NOT EXISTS activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id TEXT NOT NULL REFERENCES course (id),
    tool_id INTEGER NOT NULL DEFAULT 0, title TEXT NOT NULL, description TEXT NOT NULL,
    names_shared INTEGER NOT NULL DEFAULT 1, custom TEXT NOT NULL DEFAULT '{}',
    url TEXT NOT NULL DEFAULT '', from_settings INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS one_activity_from_settings
    ON activity (course_id) WHERE from_settings;
"""

# What these held is valid for an hour at most, or is written anew at every start.
OUTDATED = ("hint", "token", "enrolment")


def prepare_tables(store: sqlite3.Connection) -> None:
    """Make the tables of this version; what an older version kept stays, under its numbers."""
    store.executescript(TABLES)
    for name in OUTDATED:
        store.execute(f"DROP TABLE IF EXISTS {name}")
    if _has_one_activity_per_course(store):
        _let_courses_have_several_activities(store)
    store.executescript(ACTIVITIES)


def _has_one_activity_per_course(store: sqlite3.Connection) -> bool:
    columns = {row["name"] for row in store.execute("PRAGMA table_info(activity)")}
    return bool(columns) and "from_settings" not in columns


def _let_courses_have_several_activities(store: sqlite3.Connection) -> None:
    """Copy the activities into a table without the old rule of one for each course.

    Their numbers are the resource links that tools know: they must not change.
    """
    store.executescript(
        f"""
        BEGIN IMMEDIATE;
        ALTER TABLE activity RENAME TO single_activity;
        {ACTIVITIES}
        INSERT INTO activity
            (id, course_id, title, description, names_shared, from_settings)
            SELECT id, course_id, title, description, names_shared, 1 FROM single_activity;
        DROP TABLE single_activity;
        COMMIT;
        """
    )
