"""Canonical bytes and their hash: what a signature, a snapshot and a version code rest on."""

import hashlib
import json
import zlib

from workflow.canonical.document import Declaration

VERSION_CODE_LENGTH = 12


def canonical_bytes(document: Declaration) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces (line ends are made LF at the door, by the editor)."""
    text = json.dumps(document.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def content_hash(document: Declaration) -> str:
    """SHA-256 of the canonical bytes, 64 hex digits."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def version_code(hash_hex: str) -> str:
    """版本码: the first 12 hex digits, printed on paper so that a scan can be matched to its version."""
    return hash_hex[:VERSION_CODE_LENGTH]


def pack(document: Declaration) -> bytes:
    """Compressed canonical bytes for the snapshot store."""
    return zlib.compress(canonical_bytes(document), 6)


def unpack(packed: bytes) -> Declaration:
    """The document again; raises ``zlib.error`` or ``pydantic.ValidationError`` on damaged bytes."""
    return Declaration.model_validate_json(zlib.decompress(packed))
