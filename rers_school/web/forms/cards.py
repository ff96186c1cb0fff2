"""The two cards, with only what is needed in sight and the rest folded away."""

from collections.abc import Container
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.widgets import CheckboxInput, ListWidget

from rers_school.classroom.services.cards import (
    BEST_WHEN,
    COMPANY,
    GROUP_SIZES,
    LANGUAGES_MOST,
    TEXT_MOST,
    WAYS,
)
from rers_school.classroom.services.savoirs import WORDS_MOST

_MOST = {"maxlength": str(TEXT_MOST)}


def _choices(values: tuple[str, ...], labels: tuple[Any, ...]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in zip(values, labels, strict=True)]


class CardForm(Form):
    """What both cards ask: one line in one's own words.

    ``few``: what young readers are asked of ``more``, nearly all of it to tick and not to write.
    """

    more: tuple[str, ...] = ()
    few: tuple[str, ...] = ()
    words = StringField(_l("I can share …"), render_kw={"maxlength": str(WORDS_MOST)})

    def details(self) -> dict[str, Any]:
        """Return the optional fields as the service takes them."""
        return {name: self[name].data for name in self.more}

    def ask_few(self, also: Container[str]) -> None:
        """Ask what young readers are asked, and ``also`` what is written already: none is lost."""
        self.more = tuple(name for name in self.more if name in self.few or name in also)


class OfferForm(CardForm):
    """I can share …"""

    kind = "offer"
    more = (
        "learned_with", "why", "able_to", "ways", "group_size", "needs", "help_to_prepare",
        "languages",
    )  # fmt: skip
    few = ("ways", "group_size", "help_to_prepare")
    able_to = StringField(_l("At the end you will be able to …"), render_kw=_MOST)
    learned_with = StringField(_l("I learned it with, or at …"), render_kw=_MOST)
    why = TextAreaField(_l("Why I like sharing it"), render_kw=_MOST)
    ways = SelectMultipleField(
        _l("How I would go about it"),
        choices=_choices(
            WAYS,
            (_l("show"), _l("do it together"), _l("explain"), _l("play"), _l("make something")),
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    group_size = RadioField(
        _l("With how many people"),
        choices=_choices(GROUP_SIZES, (_l("one person"), _l("two or three"), _l("a small group"))),
        default="one",
    )
    needs = StringField(_l("What we need"), render_kw=_MOST)
    help_to_prepare = BooleanField(_l("I would like help to prepare it"))
    languages = StringField(_l("In which languages"), render_kw={"maxlength": str(LANGUAGES_MOST)})


class DemandForm(CardForm):
    """I would like to learn to …"""

    kind = "demand"
    more = ("why", "already", "best_when", "company", "uneasy")
    few = ("best_when", "company", "uneasy")
    words = StringField(_l("I would like to learn to …"), render_kw={"maxlength": str(WORDS_MOST)})
    why = TextAreaField(
        _l("Why I would like it"),
        description=_l("For pleasure, because I need it, out of curiosity …"),
        render_kw=_MOST,
    )
    already = StringField(_l("What I know about it already"), render_kw=_MOST)
    best_when = RadioField(
        _l("I learn best when …"),
        choices=_choices(
            BEST_WHEN, (_l("someone shows me"), _l("I try"), _l("someone explains first"))
        ),
        validate_choice=False,
    )
    company = RadioField(
        _l("Alone or with others"),
        choices=_choices(COMPANY, (_l("alone with the person"), _l("with others"))),
        validate_choice=False,
    )
    uneasy = TextAreaField(
        _l("What makes me uneasy"),
        description=_l("Only your teacher can read this line."),
        render_kw=_MOST,
    )


FORMS: dict[str, type[OfferForm] | type[DemandForm]] = {"offer": OfferForm, "demand": DemandForm}
