"""Where an exchange stands and what may happen next; when an introduction opens, or does not."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from rers_school.classroom.errors import DomainError


class ExchangeState(StrEnum):
    """Where an exchange stands, from the teacher's preparation to its end."""

    PREPARED = "prepared"
    PROPOSED = "proposed"
    AGREEING = "agreeing"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    PAUSED = "paused"
    LOOKING_BACK = "looking_back"
    CLOSED = "closed"
    NOT_STARTED = "not_started"


class ExchangeEvent(StrEnum):
    """What can happen to an exchange."""

    PROPOSE = "propose"
    OPEN = "open"
    NOT_START = "not_start"
    AGREED = "agreed"
    CHANGED = "changed"
    MET = "met"
    PAUSE = "pause"
    RESUME = "resume"
    LOOK_BACK = "look_back"
    CLOSE = "close"
    STOP = "stop"
    REOPEN = "reopen"


class IntroductionState(StrEnum):
    """Where a teacher's proposal stands."""

    KEPT = "kept"
    PROPOSED = "proposed"
    OPENED = "opened"
    NOT_STARTED = "not_started"
    WITHDRAWN = "withdrawn"


class AnswerKind(StrEnum):
    """What a partner may answer, privately."""

    YES = "yes"
    NOT_NOW = "not_now"
    DIFFERENTLY = "differently"
    NO = "no"


_S, _E = ExchangeState, ExchangeEvent

# A room is open: the partners find each other there.
RUNNING = frozenset({_S.AGREEING, _S.AGREED, _S.UNDER_WAY, _S.PAUSED, _S.LOOKING_BACK})
# Somebody is asked, or exchanging: such an exchange takes up a place of its giver and receiver.
LIVE = RUNNING | {_S.PREPARED, _S.PROPOSED}

# Everybody can stop at any time without giving a reason, hence STOP in every open room. Changed
# terms need consent again, but do not interrupt partners who are meeting already.
TRANSITIONS: dict[tuple[ExchangeState, ExchangeEvent], ExchangeState] = {
    (_S.PREPARED, _E.PROPOSE): _S.PROPOSED,
    (_S.PROPOSED, _E.OPEN): _S.AGREEING,
    (_S.PROPOSED, _E.NOT_START): _S.NOT_STARTED,
    (_S.AGREEING, _E.AGREED): _S.AGREED,
    (_S.AGREEING, _E.CHANGED): _S.AGREEING,
    (_S.AGREEING, _E.STOP): _S.CLOSED,
    (_S.AGREED, _E.CHANGED): _S.AGREEING,
    (_S.AGREED, _E.MET): _S.UNDER_WAY,
    (_S.AGREED, _E.PAUSE): _S.PAUSED,
    (_S.AGREED, _E.LOOK_BACK): _S.LOOKING_BACK,
    (_S.AGREED, _E.STOP): _S.CLOSED,
    (_S.UNDER_WAY, _E.AGREED): _S.UNDER_WAY,
    (_S.UNDER_WAY, _E.CHANGED): _S.UNDER_WAY,
    (_S.UNDER_WAY, _E.MET): _S.UNDER_WAY,
    (_S.UNDER_WAY, _E.PAUSE): _S.PAUSED,
    (_S.UNDER_WAY, _E.LOOK_BACK): _S.LOOKING_BACK,
    (_S.UNDER_WAY, _E.STOP): _S.CLOSED,
    (_S.PAUSED, _E.RESUME): _S.UNDER_WAY,
    (_S.PAUSED, _E.LOOK_BACK): _S.LOOKING_BACK,
    (_S.PAUSED, _E.STOP): _S.CLOSED,
    (_S.LOOKING_BACK, _E.RESUME): _S.UNDER_WAY,
    (_S.LOOKING_BACK, _E.CLOSE): _S.CLOSED,
    (_S.LOOKING_BACK, _E.STOP): _S.CLOSED,
    (_S.CLOSED, _E.REOPEN): _S.UNDER_WAY,
}


def can(state: str, event: str) -> bool:
    """Tell whether ``event`` may happen to an exchange in ``state``."""
    return (ExchangeState(state), ExchangeEvent(event)) in TRANSITIONS


def move(state: str, event: str) -> ExchangeState:
    """Return where ``event`` brings an exchange that stands at ``state``.

    *Errors*: ``exchange_state`` (422) when it cannot happen there.
    """
    after = TRANSITIONS.get((ExchangeState(state), ExchangeEvent(event)))
    if after is None:
        raise DomainError("exchange_state", state=str(state), event=str(event))
    return after


def is_due(opens_at: datetime | None, now: datetime) -> bool:
    """Tell whether the time has come that the teacher set for all answers to open."""
    return opens_at is not None and opens_at <= now


def outcome_of(
    answers: Collection[str | None],
    teacher_opens: bool = False,
    *,
    opens_at: datetime | None = None,
    now: datetime | None = None,
) -> IntroductionState:
    """Return where the private answers bring a proposal.

    Without a time set it opens with the last yes. With one, nothing is revealed before. A no, a
    "not now", a "differently" and no answer have the same outcome, and only once the answers
    are opened: nobody can tell them apart.
    """
    due = teacher_opens or (now is not None and is_due(opens_at, now))
    if opens_at is not None and not due:
        return IntroductionState.PROPOSED
    if answers and all(answer == AnswerKind.YES for answer in answers):
        return IntroductionState.OPENED
    return IntroductionState.NOT_STARTED if due else IntroductionState.PROPOSED
