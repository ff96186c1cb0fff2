"""A short word after an act, shown once on the next page, without any session cookie."""

from flask import after_this_request, request
from flask.wrappers import Response

_PARAMETER = "done"


def flash(words: str) -> None:
    """Show ``words`` on the page that the coming redirect leads to."""

    @after_this_request
    def _carry(response: Response) -> Response:
        if response.status_code == 303:
            response.set_cookie(
                "__Secure-rers-word",
                words.encode("unicode_escape").decode("ascii").replace(";", "\\x3b"),
                max_age=30,
                path=f"/c/{(request.view_args or {}).get('classroom_id', '')}",
                secure=True,
                httponly=True,
                samesite="None",
                partitioned=True,
            )
        return response


def get_flashed() -> list[tuple[str, str]]:
    """Return the word to show, once: its kind and its text."""
    kept = request.cookies.get("__Secure-rers-word", "")
    if not kept:
        return []

    @after_this_request
    def _spent(response: Response) -> Response:
        response.delete_cookie(
            "__Secure-rers-word",
            path=f"/c/{(request.view_args or {}).get('classroom_id', '')}",
            secure=True,
            httponly=True,
            samesite="None",
            partitioned=True,
        )
        return response

    try:
        return [("done", kept.encode("ascii").decode("unicode_escape")[:300])]
    except (UnicodeError, ValueError):
        return []
