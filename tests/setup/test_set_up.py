"""`make setup` and `make test` themselves."""

import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "webapp/static/vendor"


def script(name: str) -> ModuleType:
    """A module of `.ci/`, which is no package."""
    spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_second_set_up_has_nothing_to_do() -> None:
    took = []
    for _ in range(3):
        begin = time.monotonic()
        done = subprocess.run([sys.executable, ".ci/setup.py", "dev"], cwd=ROOT, capture_output=True, check=True)
        took.append(time.monotonic() - begin)
        assert done.stderr == b""
    assert min(took) < 1


def test_a_step_runs_once_for_the_same_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = script("setup")
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    lock, runs = tmp_path / "some.lock", []
    for content in ("a", "a", "b", "b", "a"):
        lock.write_text(content)
        setup.step("packages", [lock], lambda: runs.append(lock.read_text()))
    assert runs == ["a", "b", "a"]


def test_a_failed_step_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = script("setup")
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    with pytest.raises(setup.SetupFailed):
        setup.step("packages", [], lambda: setup.run("false"))
    runs: list[int] = []
    setup.step("packages", [], lambda: runs.append(1))
    assert runs == [1]


def test_the_front_end_is_here_and_loads_nothing_from_elsewhere() -> None:
    for name in script("setup").FRONT_END:
        assert (VENDOR / name).stat().st_size > 40_000
    for sheet in VENDOR.glob("*.css"):
        urls = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
        assert [url for url in urls if re.match(r"(\w+:)?//", url)] == []
    assert (VENDOR / "fonts/bootstrap-icons.woff2").read_bytes()[:4] == b"wOF2"


@pytest.mark.parametrize(
    ("codes", "started", "answer"),
    [
        ({"set-up": 0, "lint": 0, "tests": 0}, ["set-up", "lint", "tests"], 0),
        ({"set-up": 0, "lint": 1, "tests": 0}, ["set-up", "lint", "tests"], 1),
        ({"set-up": 0, "lint": 0, "tests": 5}, ["set-up", "lint", "tests"], 1),
        ({"set-up": 1, "lint": 0, "tests": 0}, ["set-up"], 1),
    ],
)
def test_one_failed_part_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    codes: dict[str, int],
    started: list[str],
    answer: int,
) -> None:
    parts = script("parts")
    table = {name: [sys.executable, "-c", f"raise SystemExit({code})"] for name, code in codes.items()}
    for attribute, name in (("SETUP", "set-up"), ("CHECK", "lint")):
        monkeypatch.setattr(parts, attribute, {name: table.pop(name)})
    monkeypatch.setattr(parts, "PARTS", {"test": table})
    monkeypatch.setattr(sys, "argv", ["parts.py", "test"])
    assert parts.main() == answer
    said = capfd.readouterr().out
    assert [name for name in codes if f"== {name}" in said] == started
    assert ("FAILED" in said) == bool(answer)


MEETS = """
import sys, time
from pathlib import Path
own, other = map(Path, sys.argv[1:])
own.touch()
deadline = time.monotonic() + 20
while not other.exists():
    time.sleep(0.01)
    if time.monotonic() > deadline:
        sys.exit("alone")
print(own.name, "met", other.name)
"""


def test_two_parts_of_the_check_run_at_a_time(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ways = {"a": "b", "b": "a"}
    waiting = {
        name: [sys.executable, "-c", MEETS, str(tmp_path / name), str(tmp_path / other)] for name, other in ways.items()
    }
    done = script("parts").together(waiting)
    assert [(name, good) for name, _, good in done] == [("a", True), ("b", True)]
    said = capfd.readouterr().out
    assert "== a\na met b\n" in said and "== b\nb met a\n" in said


@pytest.mark.parametrize("unwanted", ["", "1"])
def test_what_is_compiled_is_kept_and_not_beside_the_sources_if_unwanted(
    monkeypatch: pytest.MonkeyPatch, unwanted: str
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", unwanted)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    found = script("parts").environment()
    assert "PYTHONDONTWRITEBYTECODE" not in found
    assert found.get("PYTHONPYCACHEPREFIX", "") == (str(ROOT / ".cache/bytecode") if unwanted else "")


def test_make_alone_lists_every_command() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0] for line in said.splitlines()}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert listed == targets >= {"setup", "run", "test", "check", "demo", "bench", "clean"}
