"""Eight writers in two processes on one SQLite file: nobody starves, nobody meets a locked database."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

from tests.domain.factories import File, declaration_at, move, rows_of
from tests.domain.world import World, open_world
from workflow import db
from workflow.models import AuditEntry, Declaration

PROCESSES, THREADS, MOVES = 2, 4, 24


def write(world: World, declaration_id: int) -> list[float]:
    """Send up and recall in turn; how long each move took."""
    file = File(world, Declaration, declaration_id, "centre")
    took = []
    for number in range(MOVES):
        begin = time.perf_counter()
        move(file, "filer_a", "recall" if number % 2 else "send_up")
        took.append(time.perf_counter() - begin)
    return took


def write_all(url: str, ids: list[int]) -> list[float]:
    """One process: its own engine, a thread per file."""
    world = open_world(url)
    world.actor("filer_a")
    try:
        with ThreadPoolExecutor(len(ids)) as threads:
            return [seconds for took in threads.map(partial(write, world), ids) for seconds in took]
    finally:
        db.dispose()


def test_eight_writers(sqlite_world: World) -> None:
    files = [declaration_at(sqlite_world, "drafted/filer") for _ in range(PROCESSES * THREADS)]
    shares = [[file.id for file in files[number::PROCESSES]] for number in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(partial(write_all, sqlite_world.url), shares))
    took = sorted(seconds for result in results for seconds in result)
    assert len(took) == PROCESSES * THREADS * MOVES
    for file in files:
        assert file.read().version == 1 + MOVES
        assert len(rows_of(file, AuditEntry)) == MOVES
    fair = [sum(result) for result in results]
    assert max(fair) < 3 * min(fair), "one process starves the other"
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    assert p99 < 20 * p50, f"somebody was passed over: p50 {1000 * p50:.0f} ms, p99 {1000 * p99:.0f} ms"
