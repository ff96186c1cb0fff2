"""Serve with gunicorn: several processes, each with threads, all state in the database."""

from typing import Any

from gunicorn.app.base import BaseApplication

from rers_school.app import create_app
from rers_school.db import make_engine, study
from rers_school.migrations.runner import upgrade
from rers_school.settings import Settings


class _Server(BaseApplication):
    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self._settings)


def run(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until stopped.

    An embedded database is brought up to date first; on PostgreSQL the operator says when
    (`rers-school db upgrade`), since other processes may be running.
    """
    if settings.database_url.startswith("sqlite"):
        engine = make_engine(settings.database_url)
        upgrade(engine)
        study(engine)
        engine.dispose()
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "accesslog": None,
        "timeout": 60,
        "control_socket_disable": True,
    }
    _Server(settings, options).run()
