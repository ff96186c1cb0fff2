"""Launches that point at another address than the tool's, or at no class."""

from tests.lti.corpus.case import CLAIM, Book

BOOK = Book("place")
TARGET = CLAIM + "target_link_uri"

TARGETS = {
    "another host": "https://elsewhere.example/lti/launch",
    "another host, our scheme": "http://elsewhere.example/lti/launch",
    "another port": "http://localhost:8080/lti/launch",
    "https": "https://localhost/lti/launch",
    "another scheme": "ftp://localhost/lti/launch",
    "no scheme": "//localhost/lti/launch",
    "a path only": "/lti/launch",
    "a script": "javascript://localhost/%0aalert(1)",
    "data": "data:text/html,http://localhost/",
    "a file": "file://localhost/etc/hostname",
    "our name as a user": "http://localhost@elsewhere.example/",
    "our name as user and port": "http://localhost:80@elsewhere.example/",
    "our name before another": "http://localhost.elsewhere.example/",
    "our name after another": "http://elsewhere-localhost/",
    "our name in the path": "http://elsewhere.example/http://localhost/",
    "our name after a hash": "http://elsewhere.example#@localhost/",
    "our name after a question mark": "http://elsewhere.example?@localhost/",
    "our name after a backslash": "http://elsewhere.example\\@localhost/",
    "a backslash after our name": "http://localhost\\@elsewhere.example/",
    "backslashes for slashes": "http:\\\\localhost\\lti\\launch",
    "a line end in our name": "http://local\nhost/lti/launch",
    "a tab before our name": "http://\tlocalhost/lti/launch",
    "a blank before it all": " http://localhost/lti/launch",
    "a NUL in our name": "http://localhost\0.elsewhere.example/",
    "an escape in our name": "http://localhos%74/lti/launch",
    "full-width letters": "http://ｌocalhost/lti/launch",
    "our address in numbers": "http://127.0.0.1/lti/launch",
    "our address in other numbers": "http://2130706433/lti/launch",
    "our address, version 6": "http://[::1]/lti/launch",
    "half a version 6": "http://[",
    "a port too great": "http://localhost:99999/lti/launch",
    "a port that is none": "http://localhost:x/lti/launch",
    "a dot after our name": "http://localhost./lti/launch",
    "nothing but the scheme": "http://",
    "without slashes": "http:localhost/lti/launch",
}
for _name, _address in TARGETS.items():
    BOOK.claims(f"target: {_name}", "wrong_target", {TARGET: _address}, "claim_malformed")

CONTEXT = CLAIM + "context"
for _name, _context in {
    "a title without an id": {"title": "CM2", "label": "CM2"},
    "the id of another name": {"ID": "2"},
    "the id null": {"id": None, "title": "CM2"},
}.items():
    BOOK.claims(f"context: {_name}", "no_context", {CONTEXT: _context}, "claim_malformed")
for _name, _id in {
    "false": False,
    "zero": 0,
    "a number": 2,
    "a list with the right one": ["2"],
    "an object": {"id": "2"},
    "256 characters": "2" * 256,
    "a NUL": "2\0",
    "a tab": "2\t",
    "a delete character": "2\x7f",
    "half a surrogate pair": "2\udc00",
}.items():
    BOOK.claims(f"context: the id {_name}", "claim_malformed", {CONTEXT: {"id": _id}}, "no_context")
