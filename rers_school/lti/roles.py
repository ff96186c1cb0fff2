"""Which part in the class the roles of a launch give."""

from collections.abc import Iterable

from rers_school.classroom.actor import Role

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
_TEACHER = frozenset({"Instructor", _CONTEXT + "Instructor"})
_PUPIL = frozenset({"Learner", _CONTEXT + "Learner"})
_ADMINISTRATOR = frozenset(
    {
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
    }
)


def part_of(roles: Iterable[str]) -> Role | None:
    """Return what somebody is in the class, or nothing where no role gives them a place.

    Only the principal roles of the course count. A sub-role alone gives nothing: a teaching
    assistant may be an older pupil, a guest learner anybody; a platform that means a teacher or a
    pupil says the principal role beside it. Nor do a mentor (who may be a parent), an author of
    content, or a role in the institution or the system give a place.

    *Source*: LTI Core 1.3, A.2.2 and A.2.3.
    """
    named = set(roles)
    if named & _TEACHER:
        return Role.TEACHER
    if named & _PUPIL:
        return Role.PUPIL
    return None


def why_none(roles: Iterable[str]) -> str:
    """Return the kind of visitor who has no place in the class, for the page that explains it."""
    named = set(roles)
    if is_administrator(named):
        return "administrator"
    if any(role.endswith(("#Mentor", "Membership/Mentor")) or role == "Mentor" for role in named):
        return "mentor"
    if any(role.endswith(("#Guest", "#None")) for role in named):
        return "guest"
    return "roles"


def is_administrator(roles: Iterable[str]) -> bool:
    """Tell whether the visitor administers the platform or the institution."""
    return not _ADMINISTRATOR.isdisjoint(roles)
