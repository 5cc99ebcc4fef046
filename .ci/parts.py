"""Run the parts of `make check` or `make test` one after another and print what each one took.

All parts of the check run even if one fails, so one run shows every fault; the tests run in any case, too. Each part of
the check keeps one core busy, so two of them run at a time; what they say is printed when they have ended.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
MAKES_OWN = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}  # a test that runs `make` must see what a person sees
COMPILED = ROOT / ".cache/bytecode"
ARCHITECTURE = "tests/test_architecture.py"

SETUP = {"set-up": [sys.executable, ".ci/setup.py", "dev"]}
CHECK = {
    "types": [BIN / "mypy"],  # by far the longest: the others run beside it
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "imports": [BIN / "lint-imports", "--no-logo"],
    "architecture": [BIN / "pytest", "-q", ARCHITECTURE],
    "documents": [BIN / "jixiao", "docs", "--check"],
}
WORKERS = str(min(8, 2 * (os.cpu_count() or 1)))  # more than cores: many tests wait for processes and servers
SPREAD = ["-n", WORKERS, "--dist=loadfile", "--no-loadscope-reorder"]
TESTS = {"tests": [BIN / "pytest", *SPREAD, f"--ignore={ARCHITECTURE}"]}
PARTS = {"check": {}, "test": TESTS}
"""What comes after set-up and check."""
Done = tuple[str, float, bool]


def environment() -> dict[str, str]:
    """Who wants no __pycache__ beside the sources gets none, but the tests start hundreds of processes: without any
    compiled files each of them compiles the whole product, and each pytest worker every test, anew."""
    env = {name: value for name, value in os.environ.items() if name not in MAKES_OWN}
    if env.pop("PYTHONDONTWRITEBYTECODE", ""):
        env.setdefault("PYTHONPYCACHEPREFIX", str(COMPILED))
    return env


def run(name: str, command: list[str | Path], quiet: bool = False) -> Done:
    """A quiet part is one of several at a time."""
    if not quiet:
        print(f"== {name}", flush=True)
    begin = time.monotonic()
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if quiet else {}
    ended = subprocess.run([str(word) for word in command], cwd=ROOT, env=environment(), check=False, **kept)
    if quiet:
        print(f"== {name}\n{ended.stdout.decode(errors='replace')}", end="", flush=True)
    return name, time.monotonic() - begin, ended.returncode == 0


def together(parts: dict[str, list[str | Path]]) -> list[Done]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda part: run(*part, quiet=True), parts.items()))


def main() -> int:
    begin = time.monotonic()
    done = [run(name, command) for name, command in SETUP.items()]
    ready = done[-1][2]
    if ready:  # else nothing can run
        done += together(CHECK)
        done += [run(name, command) for name, command in PARTS[sys.argv[1]].items()]
    good = all(part[2] for part in done)
    print("\n== time of each part")
    for name, seconds, fine in [*done, ("all", time.monotonic() - begin, good)]:
        print(f"{name:<14}{seconds:8.1f} s  {'ok' if fine else 'FAILED'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
