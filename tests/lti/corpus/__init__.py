"""Bad launches, each named after what it tries; `CASES` is all of them.

Launches that are rightly accepted are not in it, although they look odd:

- claims that may be absent, empty or ``null``: names, ``azp`` (beside one audience), ``nbf``,
  ``resource_link`` may say more than its id, ``launch_presentation``, ``tool_platform``, the
  roster service, ``lis``, ``custom``, label and title of the context; privacy settings blank them;
- texts that are too long or hold control characters where they are only shown: they are cut and
  cleaned;
- ``aud`` as a list with the matching ``azp``, times as numbers with a fraction, clocks that differ
  by up to ten seconds;
- no cookie at all at the same computer: the offer of a tab of its own (lti.md, "Cookies");
- JSON that Python reads and the standard does not know: ``NaN`` in a claim that means nothing, a
  claim said twice of which the last one is in order (RFC 7519, 4: the last one counts);
- a form sent as ``multipart/form-data`` whose fields are in order.
"""

from tests.lti.corpus import (
    algorithms,
    audiences,
    claim_types,
    cookies,
    errors,
    forms,
    headers,
    issuers,
    key_sets,
    keys,
    logins,
    messages,
    nonces,
    places,
    roles,
    states,
    times,
    tokens,
)
from tests.lti.corpus.case import Case

BOOKS = [
    module.BOOK
    for module in (
        tokens,
        headers,
        algorithms,
        keys,
        key_sets,
        claim_types,
        times,
        audiences,
        issuers,
        nonces,
        states,
        cookies,
        messages,
        places,
        roles,
        errors,
        forms,
        logins,
    )
]
CASES: list[Case] = [case for book in BOOKS for case in book.cases]
