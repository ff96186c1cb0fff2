"""The tables of the domain, one cluster per module."""

from rers_school.classroom.models.across import AcrossAnswer, AcrossCircle, AcrossLink
from rers_school.classroom.models.cards import Demand, Draft, FormKey, Offer, Savoir, Wish
from rers_school.classroom.models.exchanges import (
    AgreementRevision,
    ChangeWish,
    Circle,
    Consent,
    Exchange,
    FollowUp,
    Meeting,
    Observation,
    Participation,
    Review,
    ReviewConsent,
    SelfEvaluation,
)
from rers_school.classroom.models.gatherings import (
    AgendaPoint,
    Decision,
    Effect,
    Gathering,
    NetworkRule,
    Stand,
)
from rers_school.classroom.models.interviews import SpokenCard
from rers_school.classroom.models.introductions import Answer, Introduction, NotForNow, Round
from rers_school.classroom.models.lesson import ClassDay, ClassGuide
from rers_school.classroom.models.market import MarketChoice, MarketDay, MarketMeeting
from rers_school.classroom.models.memory import ClassMemory, EarlierYear
from rers_school.classroom.models.networks import (
    CardOpening,
    Guest,
    NetworkCharter,
    NetworkClass,
    NetworkInvitation,
    NetworkNews,
    SchoolNetwork,
    SharedCard,
    SharedWord,
)
from rers_school.classroom.models.people import (
    Classroom,
    Membership,
    Person,
    School,
    Succession,
    Visit,
)
from rers_school.classroom.models.slots import Booking, MeetingPlace, Slot
from rers_school.classroom.models.workshops import Workshop, WorkshopPlace

__all__ = [
    "AcrossAnswer",
    "AcrossCircle",
    "AcrossLink",
    "AgendaPoint",
    "AgreementRevision",
    "Answer",
    "Booking",
    "CardOpening",
    "ChangeWish",
    "Circle",
    "ClassDay",
    "ClassGuide",
    "ClassMemory",
    "Classroom",
    "Consent",
    "Decision",
    "Demand",
    "Draft",
    "EarlierYear",
    "Effect",
    "Exchange",
    "FollowUp",
    "FormKey",
    "Gathering",
    "Guest",
    "Introduction",
    "MarketChoice",
    "MarketDay",
    "MarketMeeting",
    "Meeting",
    "MeetingPlace",
    "Membership",
    "NetworkCharter",
    "NetworkClass",
    "NetworkInvitation",
    "NetworkNews",
    "NetworkRule",
    "NotForNow",
    "Observation",
    "Offer",
    "Participation",
    "Person",
    "Review",
    "ReviewConsent",
    "Round",
    "Savoir",
    "School",
    "SchoolNetwork",
    "SelfEvaluation",
    "SharedCard",
    "SharedWord",
    "Slot",
    "SpokenCard",
    "Stand",
    "Succession",
    "Visit",
    "Wish",
    "Workshop",
    "WorkshopPlace",
]
