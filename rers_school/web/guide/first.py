"""The first session: our savoirs on the wall."""

from flask_babel import lazy_gettext as _l

from rers_school.web.guide.step import Lesson, Step, Way

SLIPS = Way("paper.slips", _l("Blank slips for cards"))

FIRST = Lesson(
    1,
    _l("Our savoirs on the wall"),
    _l(
        "At the end, everybody has a card on the wall: something they can share, something they "
        "would like to learn."
    ),
    (
        Step(
            "list",
            None,
            _l("Bring in the list, print the slips"),
            _l(
                "Paste the names of your class, or let the pupils open the activity in their "
                "course. Some days before, give the letter to the parents: they are invited to "
                "offer and to ask, too. Two slips for each pupil are enough."
            ),
            Way("class_list.choose", _l("Bring in a list")),
            ready=(
                Way("paper.parents", _l("The letter to the parents")),
                SLIPS,
                Way("paper.poster", _l("The poster")),
            ),
            wrong=_l(
                "No account works this morning? Everything of today can be done on paper, and "
                "typed in afterwards."
            ),
        ),
        Step(
            "opening",
            (0, 8),
            _l("What a network of savoirs is"),
            _l(
                "Everybody sits in a circle, without tablets. Show the poster. Tell one thing you "
                "know how to do that is not from school, and one thing you would like to learn."
            ),
            Way("paper.poster", _l("Show the poster")),
            say=(
                _l(
                    "Each of you knows things. Not only school things: plaiting hair, calming a "
                    "baby, whistling, speaking another language, repairing a tyre."
                ),
                _l(
                    "And each of us has things to learn. I have, too. Here nobody only gives and "
                    "nobody only receives."
                ),
                _l("There are no marks and no points. No savoir is worth more than another one."),
            ),
            wrong=_l(
                "Somebody laughs at a savoir? Ask who would like to learn it. There is nearly "
                "always a hand."
            ),
        ),
        Step(
            "inventory",
            (8, 20),
            _l("The inventory, all together"),
            _l(
                "Project the questions and ask them one by one. Pupils whisper with a neighbour "
                "first, then some say it aloud. Write nothing down yet."
            ),
            Way("savoirs.helper", _l("Project the questions"), (("kind", "offer"),)),
            say=(
                _l(
                    "Turn to your neighbour. What do you do without any help? What do people ask "
                    "you for?"
                ),
                _l(
                    "Now tell your neighbour what you have seen them do well. Often the others "
                    "know before we do."
                ),
                _l("And what do you see others do, that you would like to dare?"),
            ),
            wrong=_l(
                "“I know nothing”? Let a classmate interview them: two minutes, three questions, "
                "and the classmate says what they heard."
            ),
        ),
        Step(
            "cards",
            (20, 35),
            _l("Everybody makes a card"),
            _l(
                "Eight tablets go round, in twos; meanwhile the others write on slips. Whoever "
                "does not write yet dictates. You type the pile of slips in a few minutes, now or "
                "after the session: one line per pupil."
            ),
            Way("paper.grid", _l("Enter a pile of cards")),
            say=(
                _l(
                    "On one card: “I can share…”. On the other one: “I would like to learn…”. "
                    "Your own words are the right ones."
                ),
                _l("A small thing is a good card. “Tying a bow” is a card."),
            ),
            ready=(SLIPS, Way("paper.pupils", _l("One sheet for each pupil"))),
            wrong=_l(
                "Only offers, or only demands? One of each is enough, and the second card can "
                "come tomorrow."
            ),
        ),
        Step(
            "wall",
            (35, 45),
            _l("The wall"),
            _l(
                "Project the wall and read it with the class: offers on one side, demands on the "
                "other. Look for cards that face each other. Nobody is linked today."
            ),
            Way("wall.show", _l("Project the wall")),
            say=(
                _l(
                    "Look: this is what our class knows, and what it would like to learn. Which "
                    "cards seem made for each other?"
                ),
                _l(
                    "Some cards are still waiting. It says nothing about anybody: somebody has to "
                    "come by who needs just this."
                ),
                _l(
                    "Next time we hold a market: everybody shows something, everybody learns "
                    "something."
                ),
            ),
            wrong=_l(
                "The same savoir hangs there twice under two names? Bring the cards under one "
                "heading with “Tidy up”: each keeps its own words."
            ),
        ),
    ),
)
