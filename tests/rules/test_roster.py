"""What the LMS's list would change: nothing silently, nothing blank, nobody twice."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from rers_school.classroom.actor import Role
from rers_school.classroom.rules.roster import Account, Changes, Known, compare

SPACE = UUID(int=7)
NAMES = st.sampled_from(["", "Zoé", "zoe", "Théo", "Inès", "Ines-Marie", "B.", "Noël"])
ROLES = st.sampled_from([Role.PUPIL, Role.TEACHER])
ACCOUNTS = st.lists(
    st.builds(Account, st.sampled_from("abcdefgh"), NAMES, NAMES, ROLES),
    max_size=8,
    unique_by=lambda one: one.sub,
)
KNOWN = st.lists(
    st.tuples(
        st.none() | st.sampled_from("abcdefghij"), NAMES, NAMES, ROLES, st.booleans(), st.booleans()
    ),
    max_size=8,
    unique_by=lambda one: one[0] if one[0] else object(),
)


def people(rows: list[tuple[str | None, str, str, Role, bool, bool]]) -> list[Known]:
    return [
        Known(uuid5(SPACE, str(at)), sub, given, family, role.value, active, came)
        for at, (sub, given, family, role, active, came) in enumerate(rows)
    ]


def applied(known: list[Known], changes: Changes) -> list[Known]:
    """Return the class as the changes leave it."""
    renamed = {one.member.membership_id: one.account for one in changes.renamed}
    taken = {one.entry.membership_id: one.account for one in changes.recognised}
    back = {one.membership_id for one in changes.back}
    gone = {one.membership_id for one in changes.gone}
    after = []
    for one in known:
        account = renamed.get(one.membership_id) or taken.get(one.membership_id)
        active = (one.active or one.membership_id in back) and one.membership_id not in gone
        after.append(
            Known(
                one.membership_id,
                taken[one.membership_id].sub if one.membership_id in taken else one.sub,
                account.given if account else one.given,
                account.family if account else one.family,
                one.role,
                active,
                one.came,
            )
        )
    after += [
        Known(uuid5(SPACE, one.sub), one.sub, one.given, one.family, one.role.value, True, False)
        for one in changes.added
    ]
    return after


@given(ACCOUNTS, KNOWN)
def test_applied_once_there_is_nothing_left_to_apply(
    accounts: list[Account], rows: list[tuple[str | None, str, str, Role, bool, bool]]
) -> None:
    known = people(rows)
    asking = uuid5(SPACE, "0")
    changes = compare(accounts, known, asking=asking)
    again = compare(accounts, applied(known, changes), asking=asking)
    assert not again.any
    assert again.nameless == changes.nameless


@given(ACCOUNTS, KNOWN)
def test_nothing_blank_and_nobody_twice(
    accounts: list[Account], rows: list[tuple[str | None, str, str, Role, bool, bool]]
) -> None:
    known = people(rows)
    asking = uuid5(SPACE, "0")
    changes = compare(accounts, known, asking=asking)
    assert all(one.account.named for one in (*changes.renamed, *changes.recognised))
    assert all(one.named for one in changes.added)
    gone = {one.membership_id for one in changes.gone}
    assert asking not in gone
    assert not any(one.sub is None for one in changes.gone)
    entries = [one.entry.membership_id for one in changes.recognised]
    assert len(entries) == len(set(entries))
    subs = [one.sub for one in changes.added] + [one.account.sub for one in changes.recognised]
    assert len(subs) == len(set(subs))
    assert not set(subs) & {one.sub for one in known}
