"""What every test shares: a clean database of each kind, a class, and the application."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine

from rers_school import clock
from tests.factories import Kit, Site, make_kit, make_site

pytest_plugins = ["tests.databases"]


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
