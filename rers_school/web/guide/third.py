"""The third session: first introductions, and agreements."""

from flask_babel import lazy_gettext as _l

from rers_school.web.guide.step import Lesson, Step, Way

SHEETS = Way("paper.agreements", _l("Agreement sheets"))

THIRD = Lesson(
    3,
    _l("First introductions"),
    _l(
        "At the end, the first partners have said yes, each for themself, and have begun to "
        "decide how they will go about it."
    ),
    (
        Step(
            "circles",
            None,
            _l("Prepare the introductions"),
            _l(
                "Ten minutes: look at the circles that are proposed, keep those you find good, "
                "set others aside, form some by hand. Choose mediators among the pupils, others "
                "each time. Nobody knows anything of it yet."
            ),
            Way("introductions.show", _l("Prepare introductions")),
            ready=(Way("paper.answers", _l("Slips for the private answers")), SHEETS),
            wrong=_l(
                "Somebody stays without a link? Before the session, and between the two of you: a "
                "wider demand, a card with a neighbour, or the part of a mediator."
            ),
        ),
        Step(
            "long-path",
            (0, 5),
            _l("What is different from the market"),
            _l(
                "Remind the class of the market. Today exchanges begin that last several "
                "meetings, and that partners decide by themselves."
            ),
            Way("wall.show", _l("Project the wall")),
            say=(
                _l(
                    "At the market I decided who meets whom. From now on you decide: whether, "
                    "what, how, when and where."
                ),
                _l(
                    "I propose. You answer, each for yourself, and nobody is told what you "
                    "answered."
                ),
                _l("You may say yes, not now, differently or no. All four are good answers."),
            ),
        ),
        Step(
            "ask",
            (5, 15),
            _l("Propose, and everybody answers alone"),
            _l(
                "Press “Propose”. Half of the class answers on the tablets, the other half on "
                "folded slips. Set a time at which all answers open together."
            ),
            Way("introductions.show", _l("Propose")),
            say=(
                _l("Read it, think of yourself, answer, fold the slip. Do not look at anybody."),
                _l(
                    "If a circle does not start now, that is all we will ever know about it. Your "
                    "card stays on the wall."
                ),
            ),
            ready=(Way("paper.replies", _l("Enter answers given on paper")),),
            wrong=_l(
                "Somebody asks who said no? Nobody can tell, you neither in front of the class: "
                "“This circle does not start now.”"
            ),
        ),
        Step(
            "script",
            (15, 22),
            _l("One agreement, played for all"),
            _l(
                "Two volunteers and a mediator play it on the projector with an invented savoir: "
                "one line, a proposal, a change, two times “I agree”."
            ),
            Way("paper.agreements", _l("A blank agreement to project"), (("blank", "1"),)),
            say=(
                _l(
                    "A mediator does not decide. They ask: “Do you both want it like that?” and "
                    "“How will you know that it is learned?”"
                ),
                _l(
                    "If one of you changes a line, the other one is asked again. That is what "
                    "makes it yours."
                ),
            ),
        ),
        Step(
            "agree",
            (22, 40),
            _l("The first lines, in twos"),
            _l(
                "Half of the pairs on the tablets in their exchange room, the others on sheets; "
                "change over after nine minutes. Those without an exchange today are mediators or "
                "observers. Three lines are a good beginning: what, how, how we will know."
            ),
            Way("exchanges.listing", _l("Exchanges")),
            say=(
                _l(
                    "Begin with the end: how will we know it is learned? “I play the song to the "
                    "end, even slowly.”"
                ),
                _l("Choose a time and a place that exist. If you are not sure, ask me."),
            ),
            ready=(SHEETS, Way("paper.observers", _l("Observer’s sheets"))),
            wrong=_l(
                "One decides everything? Give the pen to the other one, and let the mediator read "
                "each line aloud."
            ),
        ),
        Step(
            "goodbye",
            (40, 45),
            _l("Before we part"),
            _l(
                "Nobody meets today: between the agreement and the first meeting there is time to "
                "prepare. Type in what was signed on paper."
            ),
            Way("exchanges.listing", _l("Exchanges")),
            say=(
                _l("Until the next session: what do you need, and who brings it?"),
                _l(
                    "Anybody may stop at any time, without giving a reason. Your partner is told "
                    "kindly."
                ),
            ),
        ),
    ),
)
