"""The offline workbook and the drafts: exported for a unit and task, compared when it comes back, applied on a click.

What a dry run shows is what applying does: the same code runs in a transaction that is rolled back.
"""

from workflow.services.offline.expiry import delete_expired_uploads
from workflow.services.offline.templates import DESKS, Made, export
from workflow.services.offline.uploads import Checked, apply, check_upload, find_upload, marked_file, receive, to_mark

__all__ = [
    "DESKS",
    "Checked",
    "Made",
    "apply",
    "check_upload",
    "delete_expired_uploads",
    "export",
    "find_upload",
    "marked_file",
    "receive",
    "to_mark",
]
