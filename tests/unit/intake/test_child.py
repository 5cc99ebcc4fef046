"""One child a file: memory, seconds and files are limited for real, nothing is left, the other files are unharmed."""

import os
import tempfile
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.reference import reference_folder
from tests.unit.intake.readers.made import pdf_of
from workflow.documents.intake.child import Limits, Outcome, read_file, read_files
from workflow.documents.intake.readers import read
from workflow.documents.intake.readers.words import Unreadable

ROOT = Path(__file__).resolve().parents[3]
STUB = "tests.unit.intake.stub_recogniser:recognise"
LIMITS = Limits(cpu_seconds=30, seconds=60, recogniser=STUB)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, empty in the end; a secret in the environment that no child may see."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("JIXIAO_DATABASE_URL", "SECRET")
    return tmp_path


def title(outcome: Outcome) -> str:
    return outcome.reading.forms[0].title if outcome.reading.forms else outcome.trouble


def test_whatever_one_file_does_the_others_are_read_and_nothing_is_left(temporary: Path) -> None:
    deeds = ("eat", "die", "write", "fail", "killed", "talk", "peek", "申报表")
    files: list[tuple[str, bytes | Unreadable]] = [(f"{deed}.txt", deed.encode()) for deed in deeds]
    files.insert(3, ("没有.docx", Unreadable("file_missing", "没有.docx")))
    outcomes = list(read_files(iter(files), limits=LIMITS))
    ends = ["too_much_memory", "too_much_memory", "reader_failed", "file_missing", "reader_failed", "interrupted"]
    assert [title(one) for one in outcomes] == [*ends, "talk", "peek", "申报表"]
    assert [one.name for one in outcomes] == [name for name, _ in files]
    for one in outcomes[:6]:
        [problem] = one.reading.problems
        assert (problem.code, problem.where) == (one.trouble, one.name)
        assert one.name in problem.message and one.name in one.message_en
    assert outcomes[4].at.startswith("KeyError stub_recogniser.py:")
    assert "秘密" not in outcomes[4].at
    assert list(temporary.iterdir()) == []


def test_the_clock_kills_the_whole_group(temporary: Path) -> None:
    start = time.monotonic()
    outcome = read_file("a.txt", b"sleep", Limits(seconds=4, recogniser=STUB))
    assert (outcome.trouble, time.monotonic() - start < 20) == ("too_slow", True)
    assert "4" in outcome.reading.problems[0].message
    end = time.monotonic() + 5  # a process that was killed needs a moment until it is gone
    while _living_in(temporary) and time.monotonic() < end:
        time.sleep(0.05)
    assert _living_in(temporary) == []
    assert list(temporary.iterdir()) == []


def _living_in(folder: Path) -> list[str]:
    return [place for place in map(_link, Path("/proc").glob("[0-9]*/cwd")) if folder.name in place]


def _link(file: Path) -> str:
    try:
        return os.readlink(file)
    except OSError:
        return ""


def test_seconds_of_the_processor_are_limited() -> None:
    outcome = read_file("a.txt", b"spin", Limits(cpu_seconds=1, seconds=60, recogniser=STUB))
    assert outcome.trouble == "too_slow"


def test_a_refused_file_and_a_too_long_answer() -> None:
    assert read_file("../a.docx", b"", LIMITS).reading.problems[0].message.startswith("“a.docx”是空文件")
    long = Limits(answer=100, recogniser=STUB)
    assert read_file("a.txt", "申报表".encode(), long).trouble == "too_much_memory"


def test_a_nest_without_end_is_a_damaged_file() -> None:
    assert read_file("a.html", b"<table><tr><td>" * 3_000 + b"x", LIMITS).trouble in ("", "file_damaged")


def test_a_hostile_file_meets_the_limit_in_its_reader() -> None:
    """A page of 250 MB in a file of some KB: packed twice."""
    inner, part = zlib.compressobj(1), bytes(2**20)
    packed = zlib.compress(b"".join([*(inner.compress(part) for _ in range(250)), inner.flush()]))
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(packed)
    raw = pdf_of("x").replace(b"<</Length 1>>stream\nxend", head + packed + b"end")
    outcome = read_file("a.pdf", raw, replace(LIMITS, memory=300 * 2**20))
    assert (len(raw) < 20_000, outcome.trouble) == (True, "too_much_memory")


def test_the_five_documents_are_read() -> None:
    folder = reference_folder(ROOT, os.environ) / "seeds"
    for file in folder.iterdir():
        assert read(file.name, file.read_bytes()).blocks
