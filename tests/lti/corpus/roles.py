"""Roles that give nobody a place in a class."""

from typing import Any

from tests.lti.corpus.case import CLAIM, Book
from tests.lti.platform import DROP

BOOK = Book("role")
ROLES, NONE = CLAIM + "roles", "no_usable_role"
V2 = "http://purl.imsglobal.org/vocab/lis/v2/"

for _name, _roles in {
    "none sent": DROP,
    "null": None,
    "an empty list": [],
    "an empty text": [""],
    "a mentor, who may be a parent": [V2 + "membership#Mentor"],
    "an author of content": [V2 + "membership#ContentDeveloper"],
    "a manager": [V2 + "membership#Manager"],
    "a member": [V2 + "membership#Member"],
    "an officer": [V2 + "membership#Officer"],
    "an administrator of the course": [V2 + "membership#Administrator"],
    "an administrator of the system only": [V2 + "system/person#Administrator"],
    "an administrator of the institution only": [V2 + "institution/person#Administrator"],
    "a root user": [V2 + "system/person#SysAdmin"],
    "a test user only": ["http://purl.imsglobal.org/vocab/lti/system/person#TestUser"],
    "a guest of the institution": [V2 + "institution/person#Guest"],
    "a student of the institution": [V2 + "institution/person#Student"],
    "a learner of the institution": [V2 + "institution/person#Learner"],
    "a teacher of the institution": [V2 + "institution/person#Instructor"],
    "a teaching assistant": [V2 + "membership/Instructor#TeachingAssistant"],
    "a primary instructor only": [V2 + "membership/Instructor#PrimaryInstructor"],
    "a guest learner": [V2 + "membership/Learner#GuestLearner"],
    "a guest instructor": [V2 + "membership/Instructor#GuestInstructor"],
    "all that is not in the course": [
        V2 + "system/person#Administrator",
        V2 + "institution/person#Instructor",
        V2 + "institution/person#Student",
    ],
    "a teacher in small letters": [V2 + "membership#instructor"],
    "a teacher in capitals": [V2 + "membership#INSTRUCTOR"],
    "a short name in small letters": ["instructor"],
    "a teacher and a blank": [V2 + "membership#Instructor "],
    "a teacher and a NUL": [V2 + "membership#Instructor\0"],
    "a teacher over https": ["https://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],
    "a teacher of another vocabulary": ["http://evil.example/vocab/lis/v2/membership#Instructor"],
    "a teacher of a look-alike vocabulary": [
        "http://purl.imsglobal.org.evil.example/vocab/lis/v2/membership#Instructor"
    ],
    "a teacher in Cyrillic letters": [V2 + "membership#Instruсtor"],
    "a teacher of version 1": ["urn:lti:role:ims/lis/Instructor"],
    "a learner of version 1": ["urn:lti:role:ims/lis/Learner"],
    "a learner after a slash": [V2 + "membership/Learner"],
    "a learner in the plural": ["Learners"],
    "both in one text": ["Learner,Instructor"],
    "a pattern": ["*"],
    "a thousand that mean nothing": [f"http://x.example/role#{n}" for n in range(1000)],
}.items():
    BOOK.claims(_name, NONE, {ROLES: _roles})

_WRONG: dict[str, Any] = {
    "a text instead of a list": V2 + "membership#Instructor",
    "an object": {V2 + "membership#Instructor": True},
    "a list in the list": [[V2 + "membership#Instructor"]],
    "a number beside the role": [V2 + "membership#Learner", 5],
    "null beside the role": [V2 + "membership#Learner", None],
    "an object beside the role": [V2 + "membership#Learner", {}],
}
for _name, _value in _WRONG.items():
    BOOK.claims(f"roles are {_name}", "claim_malformed", {ROLES: _value})
BOOK.claims("the role in the wrong claim", NONE, {
    ROLES: [], "roles": [V2 + "membership#Instructor"]})  # fmt: skip
BOOK.claims("the role in the custom claim", NONE, {
    ROLES: [], CLAIM + "custom": {"roles": V2 + "membership#Instructor"}})  # fmt: skip
BOOK.claims("a mentor of somebody in the class", NONE, {
    ROLES: [V2 + "membership#Mentor"], CLAIM + "role_scope_mentor": ["6"]})  # fmt: skip
