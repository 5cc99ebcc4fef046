"""One form is entered once: the transaction of every view that makes something new.

Every form carries a mark of its own (``_ui/form.html`` ``csrf``). The same mark with the same content is the same
press; who goes back in the browser and types something else enters that, too.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request
from sqlmodel import Session

from webapp.access import actor
from workflow.db import unit_of_work
from workflow.services.entered_forms import enter_once

MARK = "once"


def install(app: Flask) -> None:
    """Templates ask for the mark of a form by name."""
    app.jinja_env.globals["new_mark"] = lambda: secrets.token_urlsafe(12)


@contextmanager
def entering(part: str = "") -> Iterator[Session]:
    """``unit_of_work(write=True)`` for a form that makes something new; raises ``Conflict`` the second time.

    ``part`` names what is entered where one form is entered in several transactions.
    """
    digest = _digest(part) if request.form.get(MARK) else ""
    with unit_of_work(write=True) as session:
        if digest:
            enter_once(session, digest)
        yield session


def _digest(part: str) -> str:
    typed = sorted(item for item in request.form.items(multi=True) if item[0] != "csrf_token")
    whole = hashlib.sha256(repr((actor().user_id, request.path, part, typed)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        whole.update(repr((name, file.filename)).encode())
        file.stream.seek(0)
        whole.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
        file.stream.seek(0)
    return whole.hexdigest()
