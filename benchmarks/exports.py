"""A long list as a file: seconds and memory of the job, each in a process of its own, on both databases."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlmodel import func, select

from benchmarks import data
from benchmarks.measure import table
from benchmarks.server import postgres
from workflow import db
from workflow.models import ExportPart, ListExport, UserAccount
from workflow.permissions import load_actor
from workflow.queries.listings.opening import open_list
from workflow.services.exports import Wanted, export_list
from workflow.services.jobs import run_next_job
from workflow.types import TableFormat
from workflow.work import ALL_JOBS

MOST_SECONDS = 60
MOST_MB = 200
PROJECTS = 100


def run(urls: dict[str, str], *, rows: int) -> None:
    """Fill each database, then let a worker write the payments of a file once as xlsx and once as csv."""
    found = [(name, rows, *_one(url, kind)) for name, url in _filled(urls, rows) for kind in TableFormat]
    title = f"a list as a file (at most {MOST_SECONDS} s and {MOST_MB} MB)"
    table(title, ("database", "rows", "file", "seconds", "processor s", "MB of memory", "MB of file"), list(found))


def _filled(urls: dict[str, str], rows: int) -> list[tuple[str, str]]:
    for url in urls.values():
        data.prepare(url)
        data.fill(PROJECTS, state="drafted", desk="filer")
        data.fill_money(rows, PROJECTS)
        with db.unit_of_work(write=True) as session:
            session.connection().exec_driver_sql(
                "UPDATE payment SET payee_name = '某某建设工程有限公司', purpose = '第三季度工程进度款',"
                " unit_name = '某某局机关', function_code = '2080101', economic_code = '30217',"
                " payee_account_tail = '4321'"
            )
        db.dispose()
    return list(urls.items())


def _one(url: str, kind: TableFormat) -> tuple[object, ...]:
    command = [sys.executable, "-m", "benchmarks.exports", url, kind.value]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return kind.value, found["seconds"], found["processor"], found["memory"], found["file"]


def work(url: str, kind: TableFormat) -> dict[str, float]:
    """What a worker does with one export: asked for, run, measured."""
    db.configure(url)
    with db.unit_of_work() as session:
        last = session.exec(select(func.max(UserAccount.id))).one()  # the auditor, who reads a whole region
        actor = load_actor(session, last or 0)
    if actor is None:
        raise LookupError(last)
    export_list(actor, Wanted("file_payments", {"batch_id": "1"}, kind), open_list)
    began, processor = time.perf_counter(), time.process_time()
    run_next_job(jobs=ALL_JOBS)
    spent = time.perf_counter() - began, time.process_time() - processor
    with db.unit_of_work() as session:
        newest = session.exec(select(func.max(ListExport.id))).one()
        size = session.exec(select(func.sum(func.length(ExportPart.content))).where(ExportPart.export_id == newest))
        megabytes = (size.one() or 0) / 2**20
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": round(spent[0], 1), "processor": round(spent[1], 1), "memory": round(memory),
        "file": round(megabytes, 1),
    }  # fmt: skip


def alone(rows: int) -> None:
    """On a SQLite file and a PostgreSQL of its own."""
    with tempfile.TemporaryDirectory() as folder, postgres() as new_database:
        run({"sqlite": f"sqlite:///{Path(folder) / 'bench.db'}", "postgresql": new_database()}, rows=rows)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(work(sys.argv[1], TableFormat(sys.argv[2]))))
    else:
        alone(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
