"""One map from domain refusals and HTTP errors to pages and JSON."""

import uuid
from collections.abc import Mapping

import structlog
from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from webapp.i18n import _, language
from webapp.present.refusals import problem_of, sentence_of
from workflow.errors import Refusal

log = structlog.get_logger()
PAGES = frozenset({400, 403, 404, 409, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Register the handlers, from special to general."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(OverflowError, out_of_range)
    app.register_error_handler(DataError, out_of_range)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, crashed)


def wants_json() -> bool:
    """Scripts and the API ask for JSON."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Why it was refused and what to do next, in the reader's language."""
    if wants_json():
        text = sentence_of(refusal, language())
        return {"error": refusal.code, "message": text, "facts": refusal.facts}, refusal.status
    return _page(refusal.status, problem_of(refusal, language()))


def forged(_error: CSRFError) -> ResponseReturnValue:
    """A form of an ended session: sign in again, what was typed is still in the browser's page."""
    if wants_json():
        return {"error": "csrf"}, 400
    return _page(400, {"next": _("Go back with the browser, reload the page and send the form again.")})


def database_away(error: OperationalError) -> ResponseReturnValue:
    """The database does not answer, or a lock was not to be had in time. A reader that writes is our own fault."""
    if "readonly" in str(error.orig):
        return crashed(error)
    log.error("database_away", error=str(error.orig))
    return ({"error": "busy"}, 503) if wants_json() else _page(503, {})


def out_of_range(error: Exception) -> ResponseReturnValue:
    """A number or text in the address or form that no column can hold."""
    log.warning("out_of_range", path=request.path, error=str(error)[:200])
    return ({"error": "bad_request"}, 400) if wants_json() else _page(400, {})


def http_error(error: HTTPException) -> ResponseReturnValue:
    """404, 405, 413 and the like."""
    status = error.code or 500
    if wants_json():
        return {"error": error.name}, status
    problem = {"happened": _("What was sent is too large, so nothing was done.")} if status == 413 else {}
    return _page(status if status in PAGES else 400, problem, status)


def crashed(error: Exception) -> ResponseReturnValue:
    """Our fault: a reference number for support, the details only in the log."""
    reference = uuid.uuid4().hex[:8]
    log.exception("crashed", reference=reference, path=request.path, exc_info=error)
    if wants_json():
        return {"error": "internal", "reference": reference}, 500
    return _page(500, {"reference": reference})


def _page(page: int, problem: Mapping[str, object], status: int = 0) -> ResponseReturnValue:
    g.plain_page = page >= 500  # the frame needs the database
    return render_template(f"errors/{page}.html", problem=problem), status or page
