"""Write `docs/starter/`: the guide, the letter and the poster as text, from what the program shows.

One source: whoever changes a sentence of the guide runs `make starter`, and a test asks for it.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from rers_school.app import create_app
from rers_school.settings import Settings
from rers_school.web.guide.page import LESSONS
from rers_school.web.guide.step import Lesson, Step
from rers_school.web.paper.letters import Letter, letters

ROOT = Path(__file__).parents[1]
LANGUAGES = ("fr", "en")


def starter(app: Flask, language: str) -> str:
    """Return the starter pack in one language, as Markdown."""
    with app.test_request_context(), force_locale(language):
        lines = [*_sessions(), *_letter(letters()[language]), *_poster()]
        return "\n".join(lines).rstrip() + "\n"


def path_of(language: str) -> Path:
    """Return the file that holds the starter pack in one language."""
    return ROOT / "docs" / "starter" / f"{language}.md"


def _sessions() -> Iterator[str]:
    yield f"# {_('The four first sessions')}\n"
    for lesson in LESSONS.values():
        yield from _lesson(lesson)


def _lesson(lesson: Lesson) -> Iterator[str]:
    yield f"## {lesson.number}. {lesson.title}\n"
    yield f"{lesson.aim}\n"
    for step in lesson.steps:
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    time = (
        _("minutes %(start)s to %(end)s", start=step.minutes[0], end=step.minutes[1])
        if step.minutes
        else _("before the session")
    )
    yield f"### {step.title} ({time})\n"
    yield f"{step.do}\n"
    if step.say:
        yield f"**{_('To say to the class')}**\n"
        yield from (f"> {sentence}\n>" for sentence in step.say[:-1])
        yield f"> {step.say[-1]}\n"
    if step.ready:
        yield f"**{_('To have ready:')}** {' · '.join(str(way.label) for way in step.ready)}\n"
    if step.wrong:
        yield f"*{step.wrong}*\n"


def _letter(letter: Letter) -> Iterator[str]:
    yield f"# {_('The letter to the parents')}\n"
    yield f"{letter.klass} ………  {letter.teacher} ………\n"
    yield f"## {letter.title}\n"
    yield f"{letter.dear}\n"
    yield from (f"{paragraph}\n" for paragraph in letter.text)
    yield f"### {letter.keep_title}\n"
    yield "\n".join(f"- {one}" for one in letter.keep) + "\n"
    yield f"{letter.until} ………\n"
    yield f"{letter.ask} ………\n"
    yield f"{letter.thanks}\n"
    yield f"### {letter.slip}\n"
    labels = (
        letter.child, letter.share, letter.learn, letter.languages, letter.how, letter.sign,
    )  # fmt: skip
    yield "\n".join(f"- {label} ………" for label in labels) + "\n"


def _poster() -> Iterator[str]:
    yield f"# {_('The poster')}\n"
    yield f"**{_('Everybody knows things.')} {_('Everybody has things to learn.')}**\n"
    told = (
        _("I write what I can share and what I would like to learn. My card hangs on the wall."),
        _("Two whose cards fit meet. They decide together: what, how, when and where."),
        _("Each gives and each receives. Afterwards we look at what we have learned."),
    )
    yield "\n".join(f"{number}. {one}" for number, one in enumerate(told, 1)) + "\n"
    yield _(
        "No marks, no points: no savoir is worth more than another. Everybody may say yes, no, "
        "or stop."
    )


if __name__ == "__main__":
    settings = Settings(database_url="sqlite://", base_url="http://localhost", secret_key="x" * 40)
    for language in LANGUAGES:
        path_of(language).write_text(starter(create_app(settings), language), "utf-8")
