"""The fourth session: first meetings."""

from flask_babel import lazy_gettext as _l

from rers_school.web.guide.step import Lesson, Step, Way

LOGS = Way("paper.meetings", _l("Meeting logs"))

FOURTH = Lesson(
    4,
    _l("First meetings"),
    _l(
        "At the end, the first partners have met, everybody has had something to do, and the "
        "class has looked back together."
    ),
    (
        Step(
            "sheets",
            None,
            _l("Print the session"),
            _l(
                "Look at This session the evening before: who meets whom, where, with what. "
                "Agreements that lack a line can be finished at the beginning."
            ),
            Way("lesson.sheet", _l("This session, on one sheet")),
            ready=(LOGS, Way("paper.observers", _l("Observer’s sheets"))),
        ),
        Step(
            "who",
            (0, 5),
            _l("Who is here"),
            _l(
                "Tick whoever is absent. Exchanges with an absent partner wait for another day; "
                "those partners observe or prepare. Then project who meets whom."
            ),
            Way("lesson.show", _l("This session")),
            say=(
                _l("Read your name on the screen, take what you need, and go to your place."),
                _l(
                    "Whoever observes sits beside, looks and listens, and asks the two first "
                    "whether it is all right."
                ),
            ),
            wrong=_l(
                "A partner is missing? It happens. You choose another day together; today you "
                "watch how others learn."
            ),
        ),
        Step(
            "meet",
            (5, 30),
            _l("The meetings"),
            _l(
                "Go from table to table. Ask what they have agreed on, not how far they are. In a "
                "circle of three, one is free in each turn."
            ),
            Way("lesson.board", _l("Show it to the class")),
            say=(
                _l("Begin by reading the line: “We will know it is learned when…”."),
                _l(
                    "Whoever shows keeps their hands behind their back for a moment: let the "
                    "other one try."
                ),
            ),
            wrong=_l(
                "It is too difficult, or too easy? Change the line of the agreement, both say “I "
                "agree”, and go on. To change is to have learned something."
            ),
        ),
        Step(
            "log",
            (30, 35),
            _l("One minute to tell it"),
            _l(
                "Each pair tells its meeting on a tablet or on the sheet: today we…, next time…, "
                "on which day. Type in some sheets afterwards."
            ),
            Way("exchanges.listing", _l("Exchanges")),
            say=(
                _l("Three short lines: what we did, what got stuck, when we meet again."),
                _l(
                    "And one question for yourself, which nobody collects: what did I learn about "
                    "learning?"
                ),
            ),
            ready=(LOGS,),
        ),
        Step(
            "look-back",
            (35, 45),
            _l("Ten minutes together"),
            _l(
                "Open a gathering: thank, propose, solve. Write down one decision, with who does "
                "it and by when."
            ),
            Way("together.show", _l("Together")),
            say=(
                _l("Who would like to thank somebody, and for what?"),
                _l("What helped you to understand? Not who: what."),
                _l("What do we change for the next time? The rules of our network are yours."),
            ),
            wrong=_l(
                "Only the same ones speak? Let everybody tell a neighbour first, then ask for "
                "what they have heard."
            ),
        ),
    ),
)
