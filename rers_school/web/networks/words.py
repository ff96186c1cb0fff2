"""What the pages of a network say about refusals; the charter that a new one begins with."""

from flask_babel import gettext as _

from rers_school.classroom.errors import DomainError


def refusal(error: DomainError) -> str:
    """Return what to change, for a refusal that can be corrected.

    *Errors*: the refusal itself, when it has a page of its own.
    """
    sentences = {
        "empty": _("Something is missing. What you typed is kept."),
        "too_long": _("This is too long: %(most)s characters at most."),
        "kind": _("Choose what brings the classes together."),
        "people_as": _("Choose how your pupils are shown."),
        "no_such_code": _("This code opens nothing, or not any more. Ask for a new one."),
        "too_many_codes": _("Many codes are waiting already. Take one back first."),
        "no_network": _("Your class is in no network now."),
        "card_state": _("This card is not on the wall now."),
        "reach": _("Choose how far this card may be seen."),
    }
    if error.code not in sentences:
        raise error
    words: str = sentences[error.code]
    return words % error.details if error.details else words


def example_charter() -> str:
    """Return a charter to begin with: each network writes its own."""
    lines = (
        _("In each of our classes everybody knows things and has things to learn."),
        _("All savoirs are welcome; none is worth more than another. No marks, no ranking."),
        _("A card leaves its class when its owner and the teacher want it; each can take it back."),
        _("Pupils decide together what, how, when, where, and how to know that it is learned."),
        _("Each can stop at any time, without giving a reason."),
        _("Every teacher concerned says yes before pupils of two classes are asked."),
        _("We show each other only what is on the list, and do not look for more about a child."),
        _("Our council revises this charter. Each class accepts it anew, and can always leave."),
    )
    return "\n".join(lines)
