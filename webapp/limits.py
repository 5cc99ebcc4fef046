"""How often one network address may fail to sign in with one name: on top of the lockout of accounts, for all names.

Names that do not exist are counted like those that do. Other people behind the same address are not touched, so nobody
locks an office out. Counted in the memory of each web process: it needs no broker and forgets with a restart, which is
enough to slow down guessing. Successful sign-ins do not count.
"""

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from workflow.services.accounts import normal_name

FAILED_SIGN_INS = "20 per minute; 200 per hour"
LONGEST_NAME = 60

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)


def install(app: Flask) -> None:
    """Counters of this application."""
    limiter.init_app(app)


def address_and_name() -> str:
    """Whose failures are counted together; no name fills the memory."""
    return f"{get_remote_address()} {normal_name(request.form.get('username', ''))[:LONGEST_NAME]}"


def everybody() -> str:
    """One count for all addresses."""
    return "everybody"


def unknown(_response: Response) -> bool:
    """Only codes that no letter has count, however many people check theirs."""
    return bool(g.get("unknown_code"))


def failed(response: Response) -> bool:
    """Only refused sign-ins count."""
    return response.status_code == 422


CODE_CHECKS = "20 per minute; 200 per hour"
WRONG_CODES = "600 per minute; 6000 per hour"
"""Of all addresses together: many addresses guess no faster than a few."""
failed_sign_ins = limiter.limit(FAILED_SIGN_INS, key_func=address_and_name, deduct_when=failed)
code_checks = limiter.limit(CODE_CHECKS)
"""Checks of a verification code from one address: enough for a person, too few for guessing."""
wrong_codes = limiter.limit(WRONG_CODES, key_func=everybody, deduct_when=unknown)
