"""Bank accounts leave no trace but an HMAC and four digits: not in payments, not in quarantine, not in the audit trail.

The HMAC is part of a payment's identity, so it must never change: a mark of the secret is kept with every batch.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from workflow.documents.payment_columns import SECRET_WORDS
from workflow.documents.payment_file import PrintedRow

SHORTEST_SECRET = 32
TAIL = 4
_MASK = "尾号"
_MASKED = re.compile(_MASK + r".{0,4}")
_GAPS = re.compile(r"[\s\-]")
_LONG_NUMBER = re.compile(r"\d{12,}")


@dataclass(frozen=True)
class AccountKeeper:
    """Turns accounts with a key of its own, derived from the installation's secret."""

    key: bytes

    @classmethod
    def of(cls, secret: str) -> "AccountKeeper":
        """Refuses a missing secret: an HMAC without one is a plain hash, and accounts are few enough to try all."""
        if len(secret) < SHORTEST_SECRET:
            raise RuntimeError(f"accounts need a secret key of at least {SHORTEST_SECRET} characters")
        return cls(hmac.digest(secret.encode(), b"jixiao payee account", "sha256"))

    @property
    def mark(self) -> str:
        """Tells two secrets apart and nothing more."""
        return hmac.digest(self.key, b"mark", "sha256").hex()[:16]

    def turned(self, account: str) -> str:
        """64 hex digits, or nothing for no account."""
        plain = _plain(account)
        return hmac.new(self.key, plain.encode(), hashlib.sha256).hexdigest() if plain else ""


def tail_of(account: str) -> str:
    """The last four digits."""
    return _plain(account)[-TAIL:]


def masked(account: str) -> str:
    """How an account is shown: ``尾号1234``."""
    return _MASK + tail_of(account) if account else ""


def is_masked(account: str) -> bool:
    """One of our own masks came back, in a corrected download or a form: it is no account."""
    return bool(_MASKED.fullmatch(account))


def masked_cells(row: PrintedRow) -> list[list[str]]:
    """(header, text) of every cell for the quarantine; where columns cannot be told apart, every long number."""
    headers = row.layout.printed
    if row.problem:
        texts = [hidden(text) for text in row.cells]
        return [[headers[at] if at < len(headers) else "", text] for at, text in enumerate(texts)]
    account = row.layout.at.get("payee_account")
    return [
        [head, _shown(text, secret=at == account or any(word in head for word in SECRET_WORDS), told=row.layout.told)]
        for at, (head, text) in enumerate(zip(headers, row.cells, strict=False))
    ]


def _shown(text: str, *, secret: bool, told: bool) -> str:
    return masked(text) if secret else hidden(text) if told else text


def hidden(text: str) -> str:
    """Every long number masked: where nobody knows which column holds the accounts."""
    return _LONG_NUMBER.sub(lambda found: masked(found.group()), text)


def _plain(account: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", account))
