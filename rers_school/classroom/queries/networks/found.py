"""Looking for a savoir in a network: by the beginning of its words, and forgiving a slip."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.models import SharedWord
from rers_school.classroom.rules.likeness import one_slip
from rers_school.classroom.services.networks.sharing import words_of

#: Words that are looked for at once; the others of a longer sentence are left out.
WORDS_MOST = 6
_LAST = "\U0010ffff"
_SLIP_FROM = 5
_NEXT = aliased(SharedWord)


def keys_found(
    db: Session,
    network_id: UUID,
    search: str,
    *,
    after: str,
    most: int,
    among: Select[Any] | None = None,
) -> list[str]:
    """Return the keys of the savoirs that speak of every word of ``search``, in their order.

    ``among``: only these keys. A word is found by its beginning; where nothing begins so, by one
    that is one slip away.
    """
    wanted = list(dict.fromkeys(words_of(search)))[:WORDS_MOST]
    if not wanted:
        return []
    conditions = [_speaks_of(db, network_id, word) for word in wanted]
    query = (
        select(SharedWord.savoir_key)
        .distinct()
        .where(conditions[0], SharedWord.savoir_key > after)
        .order_by(SharedWord.savoir_key)
        .limit(most)
    )
    if among is not None:
        query = query.where(SharedWord.savoir_key.in_(among))
    for condition in conditions[1:]:
        query = query.where(
            SharedWord.savoir_key.in_(select(SharedWord.savoir_key).where(condition))
        )
    return list(db.scalars(query))


def _speaks_of(db: Session, network_id: UUID, word: str) -> ColumnElement[bool]:
    begins = _begins(network_id, word)
    if len(word) < _SLIP_FROM or db.scalar(select(SharedWord.word).where(begins).limit(1)):
        return begins
    near = [one for one in _known(db, network_id, word[0]) if one_slip(word, one)]
    return and_(SharedWord.network_id == network_id, SharedWord.word.in_(near))


def _known(db: Session, network_id: UUID, begins: str) -> Iterable[str]:
    """Return the words of the network that begin so, each once, by leaping through the index."""
    first: Any = select(func.min(SharedWord.word).label("word"))
    walk = first.where(_begins(network_id, begins)).cte("walk", recursive=True)
    following = (
        select(func.min(_NEXT.word))
        .where(_begins(network_id, begins, _NEXT), _NEXT.word > walk.c.word)
        .correlate(walk)
        .scalar_subquery()
    )
    walk = walk.union_all(select(following).where(walk.c.word.is_not(None)))
    return db.scalars(select(walk.c.word).where(walk.c.word.is_not(None)))


def _begins(network_id: UUID, word: str, table: Any = SharedWord) -> ColumnElement[bool]:
    return and_(table.network_id == network_id, table.word >= word, table.word < word + _LAST)
