"""How often one network address may fail to sign in: on top of the lockout of accounts, against trying many names.

Counted in the memory of each web process: it needs no broker and forgets with a restart, which is enough to slow down
guessing. Successful sign-ins do not count, so an office behind one address is not locked out at nine o'clock.
"""

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

FAILED_SIGN_INS = "20 per minute; 200 per hour"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)


def install(app: Flask) -> None:
    """Counters of this application."""
    limiter.init_app(app)


def failed(response: Response) -> bool:
    """Only refused sign-ins count."""
    return response.status_code == 422


failed_sign_ins = limiter.limit(FAILED_SIGN_INS, deduct_when=failed)
