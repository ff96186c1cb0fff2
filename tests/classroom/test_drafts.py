"""What is being typed is kept for its author, within limits."""

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import drafts
from tests.factories import Kit


def test_a_draft_is_its_authors_alone_and_the_last_one_counts(kit: Kit) -> None:
    zoe, ali = kit.pupil("Zoé"), kit.pupil("Ali")
    drafts.keep(kit.db, zoe, "new-offer", {"words": "des crê", "_key": "x"})
    drafts.keep(kit.db, zoe, "new-offer", {"words": "des crêpes"})
    assert drafts.kept(kit.db, zoe, "new-offer") == {"words": "des crêpes"}
    assert drafts.kept(kit.db, ali, "new-offer") is None
    drafts.forget(kit.db, zoe, "new-offer")
    assert drafts.kept(kit.db, zoe, "new-offer") is None


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("", {}),
        ("../../etc", {"words": "x"}),
        ("a" * 121, {"words": "x"}),
        ("new-offer", {f"field{n}": "x" for n in range(21)}),
        ("new-offer", {"words": "x" * 12_001}),
        ("new-offer", {"Words!": "x"}),
    ],
)
def test_a_draft_has_limits(kit: Kit, form: str, fields: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        drafts.keep(kit.db, kit.pupil("Zoé"), form, fields)


def test_the_drafts_left_longest_make_room(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    for number in range(drafts.DRAFTS_MOST + 3):
        drafts.keep(kit.db, zoe, f"form-{number}", {"words": "x\x00y"})
    assert drafts.kept(kit.db, zoe, "form-2") is None
    assert drafts.kept(kit.db, zoe, "form-3") == {"words": "xy"}
