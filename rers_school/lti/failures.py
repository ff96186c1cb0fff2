"""Launches that did not succeed: told apart, explained, kept without personal data."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import Engine, delete
from sqlalchemy.exc import SQLAlchemyError

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti.models import LaunchFailure

log = logging.getLogger("rers.lti")
# Long enough for an administrator to come back from the holidays and look.
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a page says about a failure: what happened, what to do; ``status`` is HTTP's."""

    title: object
    advice: object
    status: int = 403


_AGAIN = _("Go back to your course and open the activity again.")
_ASK = _("Show this page to the person who looks after your school’s platform.")

EXPLANATIONS = {
    "request_incomplete": Explanation(
        _("Something is missing in this request."),
        _("This address works only from an activity of your course. Open the activity there."),
        400,
    ),
    "unknown_platform": Explanation(_("We do not know this platform yet."), _ASK),
    "deployment_inactive": Explanation(
        _("This tool is not switched on for your school yet."), _ASK
    ),
    "wrong_target": Explanation(_("The activity points at another address than ours."), _ASK, 400),
    "state_missing": Explanation(_("We do not find the beginning of this visit."), _AGAIN, 400),
    "state_foreign": Explanation(_("This visit began in another browser."), _AGAIN),
    "state_expired": Explanation(_("This took too long."), _AGAIN),
    "nonce_reused": Explanation(
        _("This way in has already been used."),
        _("It works only once. Go back to your course and open the activity again."),
    ),
    "token_malformed": Explanation(_("We cannot read what the platform sent."), _ASK, 400),
    "claim_malformed": Explanation(_("We cannot read what the platform sent."), _ASK, 400),
    "token_expired": Explanation(
        _("The time of this way in is over."),
        _(
            "Go back to your course and open the activity again. If this page comes back, "
            "the clock of the platform or of this tool is wrong."
        ),
    ),
    "token_early": Explanation(
        _("This way in comes from the future."),
        _(
            "The clock of the platform or of this tool is wrong. Show this page to the person who "
            "looks after your school’s platform."
        ),
    ),
    "signature_invalid": Explanation(_("The platform’s signature is not right."), _ASK),
    "key_unknown": Explanation(
        _("We do not know the key the platform signs with."),
        _(
            "Try again in a minute. If this page comes back, show it to the person who looks after "
            "your school’s platform."
        ),
    ),
    "keys_unreachable": Explanation(
        _("We cannot reach the platform to check its signature."),
        _(
            "Try again in a minute. If this page comes back, show it to the person who looks after "
            "your school’s platform."
        ),
        502,
    ),
    "wrong_audience": Explanation(_("This way in was made for another tool."), _ASK),
    "message_unknown": Explanation(
        _("The platform asks for something this tool does not do."),
        _("Open the activity from the page of your course."),
        400,
    ),
    "version_unknown": Explanation(
        _("The platform speaks another version of LTI than 1.3."), _ASK, 400
    ),
    "no_context": Explanation(
        _("The platform does not say which class this is."),
        _("Open the activity from the page of a course."),
    ),
    "no_usable_role": Explanation(
        _("The platform does not say that you are a pupil or a teacher of this class."),
        _("Ask the teacher to add you to the course as a pupil or as a teacher."),
    ),
    "teachers_choose": Explanation(
        _("Only teachers choose what the activity opens on."),
        _("Ask your teacher."),
    ),
    "choice_impossible": Explanation(
        _("The platform does not say what can be chosen, or where the choice goes."), _ASK, 400
    ),
    "choice_over": Explanation(
        _("This choice has waited too long."),
        _("Go back to your course and choose once more."),
        400,
    ),
    "cookies_blocked": Explanation(
        _("Your browser does not let us work inside this page."),
        _("Open the class in a tab of its own."),
    ),
    "too_many": Explanation(
        _("Too many people come in from here at this moment."),
        _("Wait a minute, then open the activity again. Nothing is lost."),
        429,
    ),
    "invitation_invalid": Explanation(
        _("This address for connecting a platform is not good any more."),
        _("It works once, for some days. Ask the person who sent it to you for a new one."),
    ),
    "registration_failed": Explanation(
        _("The platform could not be connected."),
        _(
            "Nothing was changed, and the same address works again. If this page comes back, show "
            "it to the person who sent you the address."
        ),
        400,
    ),
    "platform_error": Explanation(_("The platform stopped the way in."), _AGAIN, 400),
}


#: The same for visitors of a kind that has no place in a class, by ``detail``.
_OF_NO_CLASS = {
    "administrator": Explanation(
        _("You administer the platform, but you have no part in this class."),
        _("What a class does stays in the class. Its teacher can add you to the course."),
    ),
    "mentor": Explanation(
        _("Only the pupils of the class and their teachers come in here."),
        _("Ask the child to show you, or the teacher to tell you how you can take part."),
    ),
    "guest": Explanation(
        _("Guests of the course do not come in here."),
        _("Ask the teacher to add you to the course as a pupil or as a teacher."),
    ),
}


class LaunchRefused(Exception):
    """A launch that stops here; ``code`` names the failed check.

    ``detail`` is for the log: names of claims and error codes only, never a value that could
    identify somebody, never the token.

    *Errors*: the status of its explanation.
    """

    def __init__(self, code: str, detail: str = "", *, platform_id: UUID | None = None) -> None:
        super().__init__(code)
        if code not in EXPLANATIONS:
            raise ValueError(f"no explanation for {code!r}")
        self.code = code
        self.detail = detail
        self.platform_id = platform_id
        #: The language that the launch asked for, be it forged: only words depend on it.
        self.locale = ""

    @property
    def explanation(self) -> Explanation:
        if self.code == "no_usable_role":
            return _OF_NO_CLASS.get(self.detail, EXPLANATIONS[self.code])
        return EXPLANATIONS[self.code]


def record(engine: Engine | None, refused: LaunchRefused) -> str:
    """Return the short reference under which a failure is in the log and in the database.

    Without ``engine`` it is in the log only.
    """
    reference = secrets.token_hex(4)
    log.warning(
        "launch refused code=%s reference=%s platform=%s detail=%s",
        refused.code,
        reference,
        refused.platform_id or "-",
        refused.detail or "-",
    )
    if engine is None:
        return reference
    row = LaunchFailure(
        reference=reference,
        code=refused.code,
        platform_id=refused.platform_id,
        detail=refused.detail,
    )
    try:
        with open_session(engine, writes=True) as db:
            db.execute(delete(LaunchFailure).where(LaunchFailure.created_at < clock.now() - _KEPT))
            db.add(row)
            db.commit()
    except SQLAlchemyError:
        # The page with its advice matters more than the row; the line above has the reference.
        log.exception("the record of failure %s could not be written", reference)
    return reference
