"""Execution money of a year of payments against a raw GROUP BY."""

from datetime import date

import psycopg

from benchmarks import data
from benchmarks.measure import interleaved, milliseconds, ratio, table
from workflow import db
from workflow.money_facts import project_money

GROUP_BY = (
    "SELECT project_id, sum(amount_fen) FROM payment WHERE fiscal_year = %s AND paid_on <= %s GROUP BY project_id"
)


def run(url: str, *, payments: int, projects: int, rounds: int) -> None:
    """``project_money`` of all projects (ledger and payments) against the bare sum of the payments."""
    data.prepare(url)
    data.fill(projects, state="drafted", desk="filer")
    data.fill_money(payments, projects)
    as_of = date(data.YEAR, 12, 31)

    def product() -> object:
        with db.unit_of_work() as session:
            return project_money(session, range(1, projects + 1), data.YEAR, as_of)

    def raw() -> object:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            return connection.execute(GROUP_BY, (data.YEAR, as_of)).fetchall()

    times = interleaved({"product": product, "raw": raw}, rounds)
    row = (payments, milliseconds(times["product"]), milliseconds(times["raw"]), ratio(times, "product", "raw"))
    table("rates of a year", ("payments", "product ms", "raw GROUP BY ms", "ratio"), [row])
