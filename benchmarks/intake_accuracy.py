"""``python -m benchmarks.intake_accuracy``: how much of forms intake reads right, per layout, per seed and per field.

Every layout of ``intake_layouts`` is written with several contents (the same in every run) and read as an uploaded file
would be. With ``--seeds FOLDER`` also published documents are read whose content was checked by people: what they say
is in ``intake_truth``, in ``examples/declarations`` and, with ``--truth FOLDER``, in checked files like ``003-8.json``.
Ends with 1 when fewer than 95 % of the rows of the layouts or 99 % of those of the seeds are right.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.intake_layouts.contents import (
    Content,
    choose,
    departments,
    other_departments,
    other_projects,
    projects,
)
from benchmarks.intake_layouts.layouts import LAYOUTS
from benchmarks.intake_layouts.made import Form, Layout, Made
from benchmarks.intake_score import FIELDS, Score, score
from benchmarks.intake_seeds import seeds
from workflow.documents.intake import child
from workflow.documents.intake.readers import read
from workflow.documents.intake.reading import Reading
from workflow.documents.intake.recognise import recognise

ReadFile = Callable[[Path], Reading]
SEED = 2025
WANTED = {"layouts": 0.95, "other contents": 0.97, "seeds": 0.99}
EACH = 0.95
"""Of the rows of every single layout."""
POOLS: dict[str, tuple[Callable[[], tuple[Content, ...]], Callable[[], tuple[Content, ...]]]] = {
    "layouts": (projects, departments),
    "other contents": (other_projects, other_departments),
}
"""What the layouts are filled with: projects and whole departments."""
WHOLE_FIELDS = ("names", "years", "amounts")
"""Of these every value of every seed has to be right."""


def read_in_child(path: Path) -> Reading:
    """As the product reads an uploaded file: in a limited process of its own."""
    return child.read_file(path.name, path.read_bytes()).reading


def read_here(path: Path) -> Reading:
    """The same without the process: what the tests use, and ``--here``."""
    return recognise(read(path.name, path.read_bytes()))


def made(layout: Layout, count: int, contents: str = "layouts") -> Iterable[Made]:
    """The layout's files; which contents it gets depends on its name alone, so that other layouts do not move them."""
    dice = random.Random(f"{SEED} {layout.name}")
    pool = POOLS[contents][layout.overall]()
    for _ in range(min(count, len(pool)) if layout.overall else count):
        yield layout.make(choose(pool, layout.fits, layout.takes, dice))


def measured(read_file: ReadFile, path: Path, expected: list[Form]) -> Score:
    """One file read and compared. A reader that fails has read nothing; its failure is told with the rows."""
    began = time.perf_counter()
    try:
        reading = read_file(path)
        failure = ""
    except Exception as error:
        reading = Reading()
        failure = f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - began
    result = score(expected, [form.model_dump() for form in reading.forms])
    result.seconds = seconds
    if failure:
        result.wrong.insert(0, failure)
    return result


def layouts_measured(
    read_file: ReadFile, *, count: int, only: str = "", keep: Path | None = None, contents: str = "layouts"
) -> dict[str, Score]:
    """Every layout with ``count`` of the ``contents``; ``keep`` is a folder that gets the files, to look at them."""
    scores: dict[str, Score] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for layout in LAYOUTS:
            if only not in layout.name:
                continue
            if not layout.makeable():
                print(f"{layout.name}: not measured, {layout.needs} is not installed (make setup)")
                continue
            total = scores[layout.name] = Score()
            for number, file in enumerate(made(layout, count, contents), 1):
                folder = (keep or Path(scratch)) / layout.name / str(number)
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / file.file_name
                path.write_bytes(file.data)
                total += measured(read_file, path, file.forms)
    return scores


def seeds_measured(read_file: ReadFile, folder: Path, truth: Path | None) -> dict[str, Score]:
    """The published documents found in ``folder`` by the number their names begin with."""
    scores = {}
    for number, forms in seeds(truth).items():
        for path in sorted(folder.glob(f"{number}_*")):
            scores[f"seed {number}"] = measured(read_file, path, forms)
    return scores


def table(scores: dict[str, Score], *, rows: bool) -> Score:
    """Print a line per layout or seed and their sum; returns the sum."""
    total = Score()
    short = [name[:7] for name in FIELDS]
    print(
        f"{'':32}{'files':>6}{'rows':>6}{'right':>7}{'miss':>6}{'extra':>6}{'ms':>6} "
        + " ".join(f"{n:>7}" for n in short)
    )
    for name, one in scores.items():
        print(_line(name, one))
        if rows:
            print("\n".join(f"    {said}" for said in one.wrong))
        total += one
    print(_line("together", total))
    return total


def _line(name: str, one: Score) -> str:
    shares = (one.share(field) for field in FIELDS)
    told = " ".join(f"{'':>7}" if share is None else f"{share:7.1%}" for share in shares)
    milliseconds = 1000 * one.seconds / max(one.files, 1)
    counts = f"{one.files:6}{one.expected:6}{one.accuracy:7.1%}{one.missing:6}{one.extra:6}{milliseconds:6.0f}"
    return f"{name:32}{counts} {told}"


def _verdict(kind: str, total: Score, worst: float = 1.0) -> bool:
    good = total.accuracy >= WANTED[kind] and worst >= EACH
    if kind == "seeds":
        good = good and all(total.share(name) in (None, 1.0) for name in WHOLE_FIELDS)
    verdict = "reached" if good else "NOT reached"
    print(f"{kind}: {total.accuracy:.2%} of rows right, wanted {WANTED[kind]:.0%}, worst {worst:.1%}: {verdict}\n")
    return good


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake_accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one content per layout instead of five")
    parser.add_argument("--contents", type=int, help="contents per layout")
    parser.add_argument("--here", action="store_true", help="in this process instead of a child for each file")
    parser.add_argument("--rows", action="store_true", help="tell every wrong row and field")
    parser.add_argument("--only", default="", help="only layouts whose name holds this")
    parser.add_argument("--pool", choices=POOLS, help="only these contents; else one after the other")
    parser.add_argument("--keep", type=Path, help="folder that keeps the files, to look at them")
    parser.add_argument("--seeds", type=Path, help="folder with the published documents 000_… to 004_…")
    parser.add_argument("--truth", type=Path, help="folder with checked content (001-1.json …)")
    chosen = parser.parse_args()
    read_file = read_here if chosen.here else read_in_child
    count = chosen.contents or (1 if chosen.quick else 5)
    good = True
    for pool in [chosen.pool] if chosen.pool else POOLS:
        keep = chosen.keep / pool if chosen.keep else None
        scores = layouts_measured(read_file, count=count, only=chosen.only, keep=keep, contents=pool)
        total = table(scores, rows=chosen.rows)
        good = _verdict(pool, total, min((one.accuracy for one in scores.values()), default=1.0)) and good
    if chosen.seeds:
        found = seeds_measured(read_file, chosen.seeds, chosen.truth)
        good = _verdict("seeds", table(found, rows=chosen.rows), min(one.accuracy for one in found.values())) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
