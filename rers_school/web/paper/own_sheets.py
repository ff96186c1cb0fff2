"""Everybody's own sheets, half-way and at the end: what a form that enters a pile of them holds."""

from collections.abc import Mapping
from uuid import UUID

from rers_school.classroom.queries.paper_exchanges import OwnSheet
from rers_school.classroom.rules.evaluation import QUESTIONS, questions
from rers_school.classroom.services.evaluations import Sheet


def prefix(one: OwnSheet) -> str:
    """Return how the fields of one sheet begin: whose, in which exchange, in which part."""
    assert one.exchange_id and one.who, "a blank sheet is not entered"
    return f"{one.exchange_id.hex}-{one.who.id.hex}-{one.role}"


def sent(form: Mapping[str, str], moment: str) -> list[Sheet]:
    """Return the sheets on which something was ticked or typed, each once."""
    found = []
    for begin in dict.fromkeys(name.rpartition("-")[0] for name in form):
        exchange, _dash, rest = begin.partition("-")
        who, _dash, role = rest.partition("-")
        if role not in QUESTIONS:
            continue
        try:
            exchange_id, membership_id = UUID(hex=exchange), UUID(hex=who)
        except ValueError:
            continue
        answers = {key: form.get(f"{begin}-{key}", "") for key in questions(role, moment)}
        where = form.get(f"{begin}-where") or None
        if not (f"{begin}-done" in form or where or any(map(str.strip, answers.values()))):
            continue
        found.append(
            Sheet(
                exchange_id,
                membership_id,
                role,
                answers,
                where,
                with_partners=f"{begin}-partners" in form,
                with_teacher=f"{begin}-teacher" in form,
                moment=moment,
            )
        )
    return found
