"""What each one is asked half-way and at the end of an exchange, and who may read the answers."""

from dataclasses import dataclass
from uuid import UUID

QUESTIONS: dict[str, tuple[str, ...]] = {
    "giver": ("preparing", "said_differently", "searched", "again", "learn_next"),
    "receiver": ("now_i_can", "helped", "hard", "questions_taught", "pass_on"),
    "mediator": ("saw", "about_learning"),
    "observer": ("saw", "about_learning"),
}
# Half-way there is less to say, and it should take three minutes.
_HALF_WAY: dict[str, tuple[str, ...]] = {
    "giver": ("preparing", "said_differently", "again"),
    "receiver": ("now_i_can", "helped", "hard"),
    "mediator": ("saw",),
    "observer": ("saw",),
}
MIDDLE, END = "middle", "end"
MOMENTS = (MIDDLE, END)
_MEETINGS_BEFORE_THE_MIDDLE = 2
# The pupil's own words about where they are: never a grid, never compared.
WHERE_I_AM = ("starting", "with_help", "on_my_own", "share_it")
WANTS_TO_SHARE = "share_it"
REVIEW = ("learned", "ways", "thanks", "celebrate")
ANSWER_MOST = 2000


def questions(role: str, moment: str) -> tuple[str, ...]:
    """Return the questions of a role at a moment, in their order."""
    return (_HALF_WAY if moment == MIDDLE else QUESTIONS)[role]


def may_look_back(state: str, role: str) -> bool:
    """Tell whether a role is asked at the end now: an observer as soon as there are meetings."""
    if role == "observer" and state in ("agreed", "under_way", "paused"):
        return True
    return state in ("looking_back", "closed")


def is_half_way(state: str, meetings: int) -> bool:
    """Tell whether an exchange can be looked at from its middle: from the second meeting on."""
    return state in ("under_way", "paused") and meetings >= _MEETINGS_BEFORE_THE_MIDDLE


@dataclass(frozen=True, slots=True)
class Sharing:
    """What decides who may read a self-evaluation."""

    author: UUID
    finished: bool
    with_partners: bool
    with_teacher: bool


def may_read(sharing: Sharing, reader: UUID, *, partner: bool, teacher: bool) -> bool:
    """Tell whether ``reader`` may read a self-evaluation: its author always, others if invited.

    What is not finished is nobody else's, whatever was ticked.
    """
    if reader == sharing.author:
        return True
    if not sharing.finished:
        return False
    return (sharing.with_partners and partner) or (sharing.with_teacher and teacher)
