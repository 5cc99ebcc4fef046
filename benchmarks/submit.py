"""The whole ``submit`` (sign with rules, snapshot, audit, messages) against raw psycopg writing the same rows."""

import json
import multiprocessing
import time
import uuid
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from benchmarks import data
from benchmarks.measure import table
from workflow import clock, db
from workflow.canonical import content_hash, pack
from workflow.documents.assemble import document_of
from workflow.lifecycle import Inputs
from workflow.lifecycle.files import find_declaration
from workflow.permissions import load_actor
from workflow.services.moves import move_declaration

CONNECTIONS = (1, 8)


def product(url: str, jobs: list[tuple[int, int]]) -> float:
    """Sign each declaration as the head of its unit; returns the seconds inside the moves."""
    db.configure(url, pool_size=1)
    prepared = []
    for declaration_id, user_id in jobs:
        with db.unit_of_work() as session:
            actor = load_actor(session, user_id)
            assert actor is not None
            row = find_declaration(session, actor, declaration_id)
            prepared.append((declaration_id, actor, content_hash(document_of(session, row))))
    start = time.perf_counter()
    for declaration_id, actor, digest in prepared:
        with db.unit_of_work(write=True) as session:
            move_declaration(session, actor, declaration_id, "sign", 1, Inputs(content_hash=digest))
    return time.perf_counter() - start


def raw(url: str, jobs: list[tuple[int, int]]) -> float:
    """The rows of a submit by prepared statements: lock, update, snapshot, signature, submission, 2 audit, 3 inbox."""
    db.configure(url, pool_size=1)
    packed = _packed(jobs[0])
    with psycopg.connect(url.replace("+psycopg", ""), prepare_threshold=0) as connection:
        start = time.perf_counter()
        for declaration_id, user_id in jobs:
            _raw_submit(connection, declaration_id, user_id, packed)
        return time.perf_counter() - start


def _packed(job: tuple[int, int]) -> bytes:
    with db.unit_of_work() as session:
        actor = load_actor(session, job[1])
        assert actor is not None
        return pack(document_of(session, find_declaration(session, actor, job[0])))


def _raw_submit(connection: psycopg.Connection[Any], declaration_id: int, user_id: int, packed: bytes) -> None:
    now, digest = clock.now(), uuid.uuid4().hex * 2
    run = connection.execute
    run("SELECT id, version FROM declaration WHERE id = %s FOR UPDATE", (declaration_id,))
    snapshot = run(
        "INSERT INTO snapshot (created_at, content_hash, schema_version, packed) VALUES (%s, %s, 1, %s) RETURNING id",
        (now, digest, zlib.compress(packed)),
    ).fetchone()
    run(
        "UPDATE declaration SET state = 'submitted', desk = 'section', held_since = %s, round = 1, version = 3,"
        " updated_at = %s WHERE id = %s AND version = 1",
        (now, now, declaration_id),
    )
    assert snapshot is not None
    run(
        "INSERT INTO signature (created_at, object_kind, object_id, desk, user_id, content_hash, snapshot_id)"
        " VALUES (%s, 'declaration', %s, 'head', %s, %s, %s)",
        (now, declaration_id, user_id, digest, snapshot[0]),
    )
    run(
        "INSERT INTO submission (created_at, declaration_id, round, snapshot_id, submitted_by)"
        " VALUES (%s, %s, 1, %s, %s)",
        (now, declaration_id, snapshot[0], user_id),
    )
    for action in ("sign", "submit"):
        _raw_audit(run, now, declaration_id, user_id, action)
    for recipient in range(3):
        run(
            "INSERT INTO inbox_message (created_at, recipient_id, dedupe_key, template, facts, object_kind, object_id)"
            " VALUES (%s, %s, %s, 'declaration.submit', %s, 'declaration', %s)",
            (now, user_id, f"raw:{declaration_id}:{recipient}", json.dumps({"n": 1}), declaration_id),
        )
    connection.commit()


def _raw_audit(run: Callable[..., Any], now: datetime, declaration_id: int, user_id: int, action: str) -> None:
    run(
        "INSERT INTO audit_entry (at, transaction, actor_id, actor_name, actor_role, action, object_kind, object_id,"
        " state_from, state_to, reason, canonical)"
        " VALUES (%s, %s, %s, 'x', '', %s, 'declaration', %s, '', '', '', '{}')",
        (now, uuid.uuid4().hex, user_id, action, declaration_id),
    )


def run(url: str, *, per_round: int, rounds: int) -> None:
    """Both variants at 1 and 8 connections (processes), rounds interleaved."""
    data.prepare(url)
    need = per_round * rounds * 2 * len(CONNECTIONS)
    people = data.fill(need, state="drafted", desk="head")
    jobs = [(row, people.heads[unit]) for row, unit in data.declaration_ids()]
    db.dispose()
    rows: list[tuple[object, ...]] = []
    with multiprocessing.get_context("spawn").Pool(max(CONNECTIONS)) as pool:
        for connections in CONNECTIONS:
            ratios, speeds = [], {"product": 0.0, "raw": 0.0}
            for _ in range(rounds):
                speed = {}
                for name, variant in (("product", product), ("raw", raw)):
                    mine, jobs = jobs[:per_round], jobs[per_round:]
                    parts = [(url, mine[i::connections]) for i in range(connections)]
                    speed[name] = per_round / max(pool.starmap(variant, parts))
                ratios.append(speed["product"] / speed["raw"])
                speeds = speed
            ratios.sort()
            rows.append((connections, speeds["product"], speeds["raw"], ratios[len(ratios) // 2]))
    table("submit, PostgreSQL", ("connections", "product /s (last)", "raw psycopg /s (last)", "ratio (median)"), rows)
