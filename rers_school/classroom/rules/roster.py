"""What the LMS's list of a course would change in the class, before anything is changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from rers_school.classroom.actor import Role
from rers_school.classroom.rules.names import same_person_key


class Account(NamedTuple):
    """Somebody of the LMS's list; names are empty where the LMS shares none."""

    sub: str
    given: str
    family: str
    role: Role

    @property
    def named(self) -> bool:
        return bool(self.given or self.family)

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the class; ``sub`` is nothing for an entry without an account of this LMS.

    ``came``: they have come by a launch, which vouches for their role. ``visitor``: an
    administrator of the LMS, who is in no list.
    """

    membership_id: UUID
    sub: str | None
    given: str
    family: str
    role: str
    active: bool
    came: bool
    visitor: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


class Renamed(NamedTuple):
    """Somebody whose name is another one in the LMS."""

    member: Known
    account: Account


class Recognised(NamedTuple):
    """An entry of the teacher's list, and the one account that has its name."""

    entry: Known
    account: Account


@dataclass(frozen=True, slots=True)
class Changes:
    """What applying the list would do; ``nameless`` accounts come in by their first visit."""

    added: tuple[Account, ...]
    recognised: tuple[Recognised, ...]
    renamed: tuple[Renamed, ...]
    back: tuple[Known, ...]
    gone: tuple[Known, ...]
    nameless: int

    @property
    def any(self) -> bool:
        return bool(self.added or self.recognised or self.renamed or self.back or self.gone)


def compare(accounts: Sequence[Account], known: Iterable[Known], *, asking: UUID) -> Changes:
    """Return what the list would change; ``asking`` is the membership of whoever asks.

    Nothing blank overwrites a name. Who is not on the list is gone for now, but never whoever
    asks, nor anybody without an account of this LMS. An account with the name of exactly one
    entry of the teacher's list, and the only one of that name, is that entry.
    """
    members = list(known)
    by_sub = {one.sub: one for one in members if one.sub is not None}
    listed = {one.sub for one in accounts}
    fresh = [one for one in accounts if one.sub not in by_sub]
    recognised = _recognised(fresh, [one for one in members if one.sub is None])
    taken = {one.account.sub for one in recognised}
    met = [(by_sub[one.sub], one) for one in accounts if one.sub in by_sub]
    return Changes(
        added=tuple(one for one in fresh if one.named and one.sub not in taken),
        recognised=recognised,
        renamed=tuple(Renamed(member, one) for member, one in met if _is_renamed(member, one)),
        back=tuple(member for member, _ in met if not member.active),
        gone=tuple(
            one
            for one in members
            if one.sub is not None
            and one.active
            and not one.visitor
            and one.sub not in listed
            and one.membership_id != asking
        ),
        nameless=sum(not one.named for one in fresh),
    )


def _is_renamed(member: Known, account: Account) -> bool:
    return account.named and (account.given, account.family) != (member.given, member.family)


def _recognised(fresh: list[Account], entries: list[Known]) -> tuple[Recognised, ...]:
    def key(given: str, family: str) -> str:
        return same_person_key(given, family)

    names = Counter(key(one.given, one.family) for one in fresh if one.named)
    by_name: dict[str, list[Known]] = {}
    for entry in entries:
        if entry.active and entry.role == Role.PUPIL and not entry.came:
            by_name.setdefault(key(entry.given, entry.family), []).append(entry)
    found = []
    for one in fresh:
        named = key(one.given, one.family)
        fitting = by_name.get(named, [])
        if one.role is Role.PUPIL and one.named and names[named] == 1 and len(fitting) == 1:
            found.append(Recognised(fitting[0], one))
    return tuple(found)
