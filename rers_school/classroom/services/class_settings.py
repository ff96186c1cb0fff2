"""What a class has chosen for its pages."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import Classroom
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.savoirs import touch

LANGUAGES = ("fr", "en")
IDLE_MINUTES = (0, 3, 5, 10, 20)
NAME_MOST = 120

# Zones of continents; the others are old names of the same.
_CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
)  # fmt: skip


@cache
def time_zones() -> tuple[str, ...]:
    """Return the clocks to choose from, in alphabetical order; looking them up reads many files."""
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(_CONTINENTS)))


def change(
    db: Session,
    actor: Actor,
    *,
    name: str,
    language: str,
    time_zone: str,
    young_readers: bool,
    idle_minutes: int,
    glance: bool = False,
    first_meeting_same_day: bool = False,
    middle_evaluation: bool = False,
) -> None:
    """Keep what the teacher chose for the class.

    ``glance``: a new card is projected only after a glance of the teacher.

    *Units*: ``idle_minutes``: quiet minutes until a pupil's page closes itself, 0 is never.
    *Errors*: `NotAllowed` (403), ``empty``, ``too_long``, ``unknown_choice`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    if language not in LANGUAGES or idle_minutes not in IDLE_MINUTES:
        raise DomainError("unknown_choice")
    classroom = db.get_one(Classroom, actor.classroom_id)
    # A clock the class has already stays possible, whatever it is called.
    if time_zone not in (*time_zones(), classroom.time_zone):
        raise DomainError("unknown_choice")
    classroom.name = clean(name, most=NAME_MOST, required=True)
    classroom.language = language
    classroom.time_zone = ZoneInfo(time_zone).key
    classroom.young_readers = young_readers
    classroom.idle_minutes = idle_minutes
    classroom.glance = glance
    classroom.first_meeting_same_day = first_meeting_same_day
    classroom.middle_evaluation = middle_evaluation
    db.flush()
    touch(db, actor.classroom_id)
