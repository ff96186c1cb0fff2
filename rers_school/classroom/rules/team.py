"""The team that keeps the network going: teachers, and pupils with what they hand to them."""

from rers_school.classroom.actor import Actor, Role

#: Plan and run gatherings; bring twins under one heading and project the wall; lead the rounds of a
#: market day. Nothing private is among them, nothing about who is linked to whom.
GATHERINGS, WALL, MARKET = "gatherings", "wall", "market"
RIGHTS = (GATHERINGS, WALL, MARKET)


def may(actor: Actor, right: str) -> bool:
    """Tell whether somebody may do what belongs to ``right``: teachers, and whom they handed it."""
    return actor.is_teacher or (actor.role is Role.PUPIL and right in actor.rights)
