"""``python -m benchmarks [--quick]``: all tables, on a PostgreSQL of its own that ends with it."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import dashboards, exports, pages, rates, reviewing, submit
from benchmarks.server import postgres


def main() -> None:
    """Sizes of the issue, or small ones that only show that everything runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run?")
    quick = parser.parse_args().quick
    reviewing.run(forms=500 if quick else 5_000, planted_copies=50 if quick else 300, per_form=1 if quick else 3)
    with postgres() as new_database:
        submit.run(new_database(), per_round=16 if quick else 160, rounds=2 if quick else 7)
        small, large = (90, 900) if quick else (4_500, 45_000)
        pages.run({small: new_database(), large: new_database()}, rounds=3 if quick else 21)
        dashboards.run(new_database(), declarations=large, rounds=2 if quick else 5)
        rates.run(
            new_database(),
            payments=5_000 if quick else 2_000_000,
            projects=100 if quick else 4_500,
            rounds=2 if quick else 5,
        )
        with tempfile.TemporaryDirectory() as folder:
            both = {"sqlite": f"sqlite:///{Path(folder) / 'bench.db'}", "postgresql": new_database()}
            exports.run(both, rows=5_000 if quick else 100_000)


if __name__ == "__main__":
    main()
