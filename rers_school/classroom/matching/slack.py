"""What a largest seating leaves open: who could be the one waiting, where a seat could be free."""

from __future__ import annotations

from collections import defaultdict

from .cover import Cover


def movable(cover: Cover, everybody: list[int]) -> dict[int, int]:
    """Return those of everybody who could be the one waiting, in another largest seating.

    The number says with whom: only people of one number can change places with each other.
    """
    found: dict[int, int] = {}
    for first in cover.waiting:
        reached, queue = {first}, [first]
        for person in queue:
            for place in cover.rows.wanted(person, cover.wants[person]):
                fresh = [i for i in cover.sitters[place] if i not in reached]
                reached.update(fresh)
                queue.extend(i for i in fresh if i not in found)
        merged = {found[i] for i in reached if i in found}
        if merged:
            found.update((i, first) for i, number in found.items() if number in merged)
        found.update((i, first) for i in reached)
    for person in everybody:
        if not cover.active[person]:
            found[person] = person
    return found


def freeable(cover: Cover) -> set[int]:
    """Return the places where a seat is free, or becomes free when others move on."""
    rows = cover.rows
    queue = [p for p, room in enumerate(cover.room) if len(cover.sitters[p]) < room]
    found = set(queue)
    left: defaultdict[int, list[int]] = defaultdict(list)
    seen: set[int] = set()
    for place in queue:
        apart = rows.apart[rows.owner[place]]
        for row in rows.of[place]:
            people = left.pop(row, []) if row in seen else rows.askers[row]
            seen.add(row)
            for person in people:
                if person in apart:
                    left[row].append(person)
                    continue
                seat = cover.at[person]
                if seat >= 0 and seat not in found:
                    found.add(seat)
                    queue.append(seat)
    return found
