"""What every test shares: a clean database of each kind, a class, and the application."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from rers_school import clock
from tests.factories import Kit, Site, make_kit, make_site

pytest_plugins = ["tests.databases"]


class OneBrowser(LoadScopeScheduling):
    """Gives every test to whoever is free, but those with a browser to one worker.

    Two browsers and two demonstrations at once are too much for a small machine. (With pytest 9
    the groups of `--dist loadgroup` are not seen by xdist 3.8.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    return OneBrowser(config, log)


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    yield
    clock.set_clock(None)


@pytest.fixture
def kit(engine: Engine) -> Iterator[Kit]:
    """A class with its teacher; pupils appear when they are named."""
    made = make_kit(engine)
    yield made
    made.db.close()


@pytest.fixture
def site(kit: Kit) -> Site:
    """The application on the class's database."""
    return make_site(kit)


@pytest.fixture
def nobody() -> UUID:
    """The id of nothing."""
    return UUID(int=7)
