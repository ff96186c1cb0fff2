"""The starter pack in `docs/starter` says what the program says."""

import pytest

from scripts.write_starter import LANGUAGES, path_of, starter
from tests.factories import Site


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_pack_is_as_the_program_tells_it(site: Site, language: str) -> None:
    assert path_of(language).read_text("utf-8") == starter(site.app, language), "run: make starter"
