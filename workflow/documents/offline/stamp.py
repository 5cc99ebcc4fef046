"""What a workbook was made for and what it said then, signed: an own workbook is told from a foreign or changed one.

The stamp holds every cell as it was exported, so that what the user changed and what was changed on the web since
are told apart, cell by cell.
"""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workflow.canonical import Profile
from workflow.errors import RuleFailed
from workflow.types import Desk

MARK = "JIXIAO-OFFLINE-1"
SHORTEST_SECRET = 32
_CHUNK = 30_000
"""Letters a cell; Excel holds 32,767."""
_MOST = 50 * 2**20

Cells = dict[str, str]


@dataclass
class Exported:
    """One draft as exported: its cells by path (empty ones left out) and the uids of its rows by section."""

    name: str
    cells: Cells = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Stamp:
    """Unit, task, year and form of a workbook; ``form`` tells another state of the same form profile."""

    unit_id: int
    unit: str
    task_id: int
    year: int
    profile: str
    form: str
    files: dict[int, Exported] = field(default_factory=dict)
    desk: str = Desk.filer
    """Whose drafts it holds: those at the filer's desk, or at the department's."""


def form_mark(profile: Profile) -> str:
    """Changes when the form does."""
    return hashlib.sha256(profile.model_dump_json().encode()).hexdigest()[:16]


def key_of(secret: str) -> bytes:
    """A key of its own; refuses a missing secret, by which anybody could sign."""
    if len(secret) < SHORTEST_SECRET:
        raise RuntimeError(f"the offline workbook needs a secret key of at least {SHORTEST_SECRET} characters")
    return hmac.digest(secret.encode(), b"jixiao offline workbook", "sha256")


def seal(stamp: Stamp, key: bytes) -> list[str]:
    """The cells of the stamp sheet, from the top."""
    return seal_data(asdict(stamp), key)


def seal_data(data: dict[str, Any], key: bytes) -> list[str]:
    """The same of what a workbook of another kind says about itself."""
    packed = base64.b64encode(zlib.compress(json.dumps(data, ensure_ascii=False).encode())).decode()
    chunks = [packed[at : at + _CHUNK] for at in range(0, len(packed), _CHUNK)]
    return [MARK, _signature(packed, key), *chunks]


def unseal(cells: Sequence[str], key: bytes) -> Stamp:
    """The stamp; raises ``RuleFailed``: no stamp at all, or not one of this installation and kind."""
    data = unseal_data(cells, key)
    if "files" not in data:
        raise RuleFailed("offline_foreign")
    files = {int(number): Exported(**exported) for number, exported in data.pop("files").items()}
    return Stamp(**data, files=files)


def unseal_data(cells: Sequence[str], key: bytes) -> dict[str, Any]:
    """What ``seal_data`` sealed; raises the same."""
    if len(cells) < 3 or cells[0] != MARK:
        raise RuleFailed("offline_no_stamp")
    packed = "".join(cells[2:])
    if not hmac.compare_digest(_signature(packed, key).encode(), cells[1].encode()):
        raise RuleFailed("offline_foreign")
    try:
        data: dict[str, Any] = json.loads(zlib.decompressobj().decompress(base64.b64decode(packed), _MOST))
    except (ValueError, binascii.Error, zlib.error):
        raise RuleFailed("offline_foreign") from None
    return data


def _signature(packed: str, key: bytes) -> str:
    return hmac.new(key, packed.encode(), "sha256").hexdigest()
