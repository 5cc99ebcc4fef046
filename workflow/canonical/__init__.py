"""The one document format of a declaration: types, bytes, hash, paths, form profiles. Pure: no database.

``docs/declaration.schema.json`` is generated from ``document.Declaration``. Everything that leaves or enters the
system as a declaration (examples, snapshots, review input, clones, intake) has this shape.
"""

from workflow.canonical.document import SCHEMA_VERSION, Declaration
from workflow.canonical.hashing import content_hash, pack, unpack, version_code
from workflow.canonical.overall import Overall
from workflow.canonical.profile import Profile

__all__ = ["SCHEMA_VERSION", "Declaration", "Overall", "Profile", "content_hash", "pack", "unpack", "version_code"]
