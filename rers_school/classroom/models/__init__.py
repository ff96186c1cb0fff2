"""The tables of the domain, one cluster per module."""

from rers_school.classroom.models.cards import Demand, Draft, FormKey, Offer, Savoir, Wish
from rers_school.classroom.models.exchanges import (
    AgreementRevision,
    Circle,
    Consent,
    Exchange,
    FollowUp,
    Meeting,
    Participation,
    Review,
    SelfEvaluation,
)
from rers_school.classroom.models.gatherings import (
    AgendaPoint,
    Decision,
    Effect,
    Gathering,
    Stand,
)
from rers_school.classroom.models.introductions import Answer, Introduction, NotForNow, Round
from rers_school.classroom.models.lesson import ClassDay, ClassGuide
from rers_school.classroom.models.market import MarketChoice, MarketDay, MarketMeeting
from rers_school.classroom.models.people import (
    Classroom,
    Membership,
    Person,
    School,
    Succession,
    Visit,
)

__all__ = [
    "AgendaPoint",
    "AgreementRevision",
    "Answer",
    "Circle",
    "ClassDay",
    "ClassGuide",
    "Classroom",
    "Consent",
    "Decision",
    "Demand",
    "Draft",
    "Effect",
    "Exchange",
    "FollowUp",
    "FormKey",
    "Gathering",
    "Introduction",
    "MarketChoice",
    "MarketDay",
    "MarketMeeting",
    "Meeting",
    "Membership",
    "NotForNow",
    "Offer",
    "Participation",
    "Person",
    "Review",
    "Round",
    "Savoir",
    "School",
    "SelfEvaluation",
    "Stand",
    "Succession",
    "Visit",
    "Wish",
]
