"""What other scoring rules would change, reckoned by a job where a person cannot wait for it: nothing is stored of it
but the list that he reads before he saves."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import NotFound
from workflow.models import JobRun
from workflow.permissions import Actor
from workflow.regional.table import read_typed
from workflow.services.job_context import JobContext
from workflow.services.job_requests import find_job, request_job
from workflow.types import JobKind

LISTED = 2_000
"""Forms of the list; how many there are in all is counted."""


Reckon = Callable[[Session, int, int, Mapping[str, Any], int], Any]
"""``preview`` of ``queries.evaluation_preview``, which services do not know."""


@dataclass(frozen=True)
class Rescoring:
    """One job: what was typed, how far it is, and the forms (id, project, points now, points then)."""

    job: JobRun
    typed: dict[str, str]
    year: int
    stand: str
    rows: list[tuple[int, str, str | None, str | None]]
    changed: int


def request_rescoring(
    session: Session, actor: Actor, region_id: int, year: int, typed: Mapping[str, str], stand: str
) -> JobRun:
    """The job of what was typed against what holds now; asked for twice within the hour it is the same."""
    payload = {"region": region_id, "year": year, "typed": dict(typed), "stand": stand}
    told = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    key = f"rescoring:{actor.user_id}:{clock.now():%Y%m%d%H}:{hashlib.sha256(told.encode()).hexdigest()}"
    return request_job(session, JobKind.rescoring, key, payload, actor.user_id)


def find_rescoring(session: Session, actor: Actor, job_id: int) -> Rescoring:
    """For who asked for it; raises ``NotFound``."""
    job = find_job(session, actor, job_id)
    if job.kind != JobKind.rescoring:
        raise NotFound("no_such_job")
    rows = [tuple(row) for row in job.result.get("rows", [])]
    told = job.payload
    return Rescoring(job, told["typed"], told["year"], told["stand"], rows, job.result.get("changed", 0))


def rescoring(reckon: Reckon) -> Callable[[JobContext], None]:
    """The job: chunk by chunk; one that was killed goes on where its last chunk ended."""

    def work(job: JobContext) -> None:
        told = job.payload
        wanted, _faults = read_typed(told["typed"])
        state: dict[str, Any] = {"rows": [], "changed": 0, "after": 0} | job.result
        while True:
            with unit_of_work() as session:
                found = reckon(session, told["region"], told["year"], wanted, state["after"])
            with unit_of_work(write=True) as session:
                rows = [[one.id, one.project_name, _text(one.before), _text(one.after)] for one in found.rescored]
                state |= {
                    "rows": [*state["rows"], *rows][:LISTED],
                    "changed": state["changed"] + len(rows),
                    "after": found.last,
                }
                job.report(session, job.progress + found.looked_at, found.open, state)
            if not found.looked_at:
                return

    return work


def _text(points: Any) -> str | None:
    return None if points is None else f"{points:.2f}"
