"""The sentences of the Introductions pages."""

from flask_babel import format_date
from flask_babel import gettext as _

from rers_school.classroom.errors import DomainError
from rers_school.classroom.services.better import Tally


def reason(code: str) -> str:
    """Return why a circle is suggested."""
    told: dict[str, str] = {
        "pair": _("They show each other something."),
        "circle": _("A circle: everybody in it gives and receives."),
        "single": _("One gives, one receives."),
        "completes": _("With what is kept already, this closes a circle."),
        "new_partner": _("They have not exchanged yet."),
    }
    return told.get(code, "")


def because(code: str) -> str:
    """Return why a plan holds no link for somebody: always about the cards."""
    told: dict[str, str] = {
        "no_card": _("There is no card on the wall yet."),
        "no_demand_for_offers": _("The offer is waiting for a demand."),
        "no_offer_for_demands": _("The demand is waiting for an offer."),
        "all_taken": _("The cards fit, and everybody they fit has another link in this plan."),
        "no_link_yet": _("No link in this plan."),
    }
    return told.get(code, told["no_link_yet"])


def changes(before: Tally, after: Tally) -> list[str]:
    """Return in which numbers a better plan differs from the first one."""
    told = (
        (before.pairs, after.pairs, _("circles of two: %(after)s instead of %(before)s")),
        (before.larger, after.larger, _("larger circles: %(after)s instead of %(before)s")),
        (before.wishes, after.wishes, _("wishes of pupils met: %(after)s instead of %(before)s")),
        (
            before.met,
            after.met,
            _("partners who have exchanged already: %(after)s instead of %(before)s"),
        ),
    )
    return [text % {"before": old, "after": new} for old, new, text in told if old != new]


def answered(code: str | None) -> str:
    """Return a partner's answer, in words."""
    told: dict[str, str] = {
        "yes": _("yes"),
        "not_now": _("not now"),
        "differently": _("differently"),
        "no": _("no"),
        "": _("no answer yet"),
    }
    return told.get(code or "", told[""])


def sentence(error: DomainError) -> str:
    """Return what happened and what to do next, for the teacher."""
    details = error.details
    told: dict[str, str] = {
        "plan_changed": _(
            "The plan has changed meanwhile. Nothing was kept; here is the plan as it is now."
        ),
        "taken": _("Somebody in this circle has another link meanwhile. Nothing was changed."),
        "gone": _("A card of this circle is not on the wall any more. Nothing was changed."),
        "refused": _("You said “not for now” about two of them. Nothing was changed."),
        "already_sent": _("This circle was proposed meanwhile. You can withdraw it below."),
        "no_longer_open": _(
            "This proposal was settled meanwhile. Nothing was changed; here is how it stands."
        ),
        "answered_on_screen": _("This answer has been given on a screen meanwhile, and stays."),
        "opens_in_the_past": _("Choose a time that is still to come."),
        "choose_time": _("Choose a day and a time, or “as soon as everybody said yes”."),
        "choose_day": _("Choose a day that is still to come."),
        "day_in_the_past": _("Choose a day that is still to come."),
        "same_person": _("Choose different people."),
        "not_a_circle": _("Choose what goes from one to the other."),
        "not_on_cards": _("Choose a savoir that one of them offers or the other asks for."),
        "already_linked": _("This exchange exists already."),
        "partner": _("Whoever takes part cannot be the mediator as well."),
        "choose_one": _("Choose one of the answers."),
    }
    if error.code == "not_for_now":
        told[error.code] = _(
            "You said “not for now” about these two until %(day)s. "
            "You can lift it behind the curtain of Introductions.",
            day=format_date(details["review_on"], "long"),
        )
    if error.code == "not_here":
        told[error.code] = _("%(name)s cannot be linked at the moment.", name=details["name"])
    if error.code == "too_long":
        told[error.code] = _("This is too long: %(most)s characters at most.", **details)
    return told.get(error.code) or str(_("Nothing was changed. Look at the page again."))
