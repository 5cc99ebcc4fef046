"""Everything a worker may be asked to do. Above services and queries, which know nothing of one another: a job that
needs both is put together here."""

from collections.abc import Mapping

from workflow.queries.evaluation_preview import preview
from workflow.queries.listings.opening import open_list
from workflow.services.exports import exporting
from workflow.services.jobs import JOBS, Job
from workflow.services.letter_files import PAPER, ordered_letter
from workflow.services.rescoring import rescoring
from workflow.types import JobKind

ALL_JOBS: Mapping[JobKind, Job] = {
    **JOBS,
    JobKind.list_export: exporting(open_list, {PAPER: ordered_letter}),
    JobKind.rescoring: rescoring(preview),
}
