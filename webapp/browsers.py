"""The cookie by which a browser is known to the people who have signed in with it.

It signs nobody in: it only says whose failures are counted (``workflow.services.known_browsers``). It is sent to the
sign-in page alone, and holds a key for each of the last few people, because an office shares its computers.
"""

import re

from flask import current_app, request, url_for
from werkzeug import Response

from workflow.services.known_browsers import KNOWN_FOR

COOKIE = "jixiao_browser"
MOST_PEOPLE = 8
_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")


def shown() -> list[str]:
    """The keys this browser shows, the newest first."""
    return _KEY.findall(request.cookies.get(COOKIE, "")[: MOST_PEOPLE * 65])[:MOST_PEOPLE]


def remember(response: Response, key: str) -> Response:
    """The answer to a sign-in, with its key before those of others."""
    keys = list(dict.fromkeys([key, *shown()]))[:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        ".".join(keys),
        max_age=KNOWN_FOR,
        path=url_for("session.do_sign_in"),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
