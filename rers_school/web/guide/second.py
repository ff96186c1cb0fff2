"""The second session: the market day."""

from flask_babel import lazy_gettext as _l

from rers_school.web.guide.step import Lesson, Step, Way

SECOND = Lesson(
    2,
    _l("The market day"),
    _l("At the end, everybody who could has given once and received once, in short meetings."),
    (
        Step(
            "announce",
            None,
            _l("Announce the market"),
            _l(
                "Choose the day, ten minutes for a round, and the places you really have: the "
                "corners of the room, the library, the yard. Pupils see it on their first page "
                "and may say “not today”, to you alone."
            ),
            Way("market.show", _l("Announce a market day")),
            ready=(Way("paper.slips", _l("Blank slips for cards")),),
            wrong=_l(
                "Some cards face no other card? The market’s page tells you so behind its "
                "curtain: a word with them before the day, and one more card."
            ),
        ),
        Step(
            "market-rules",
            (0, 6),
            _l("Three sentences before we begin"),
            _l(
                "Show with one pupil how two minutes of showing look: do not explain everything, "
                "let them try."
            ),
            Way("lesson.board", _l("Show it to the class")),
            say=(
                _l(
                    "In each round some of you show, some of you learn, some of you are free. In "
                    "the next round the parts change."
                ),
                _l(
                    "Whoever shows asks first: “What do you know about it already?” Then you do "
                    "it together."
                ),
                _l("Whoever learns asks questions. A question is a present for the one who shows."),
            ),
        ),
        Step(
            "here",
            (6, 10),
            _l("Who is here, then the rounds"),
            _l(
                "Tick whoever is absent: the rounds are laid out for those who are here. If "
                "somebody comes or goes, change the list: everything that has not begun yet is "
                "laid out anew."
            ),
            Way("lesson.show", _l("This session")),
            wrong=_l(
                "Nobody can meet? Two more cards that face each other change everything: ask the "
                "class what could be shown right now."
            ),
        ),
        Step(
            "rounds",
            (10, 35),
            _l("Two or three rounds"),
            _l(
                "Project the round, read the names and places aloud, let them walk. Then begin. "
                "Go from place to place and listen; help with the beginning, not with the answer."
            ),
            Way("lesson.board", _l("Project the round")),
            say=(
                _l("Find your partner, go to your place, and begin when you are ready."),
                _l("One more minute: thank each other, and say one thing you understood."),
                _l(
                    "If you are free in this round, you are an observer: watch how two explain "
                    "and ask, without helping."
                ),
            ),
            wrong=_l(
                "Two have finished early? They change roles, or each tells the other what they "
                "would like to know next. Two are stuck? Ask the one who learns what they have "
                "understood so far."
            ),
        ),
        Step(
            "question",
            (35, 45),
            _l("One question to oneself, then together"),
            _l(
                "End the last round. Everybody finds one question on their first page, or answers "
                "it on paper: it is theirs. Then five minutes in a circle."
            ),
            Way("together.show", _l("Together")),
            say=(
                _l(
                    "Think for one minute, alone: when did somebody understand something today? "
                    "You, or somebody thanks to you?"
                ),
                _l("You keep your answer for yourself. Whoever wants to may tell us."),
                _l(
                    "What surprised you? What would you like to learn now that you did not know "
                    "of yesterday?"
                ),
            ),
            wrong=_l(
                "Somebody says it did not work? Thank them, and ask what would have helped. That "
                "is what the class learns from."
            ),
        ),
    ),
)
