"""Run the parts of `make check` or `make test` one after another and print what each one took.

All parts of the check run even if one fails, so one run shows every fault; the tests run in any case, too.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
MAKES_OWN = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}  # a test that runs `make` must see what a person sees
COMPILED = ROOT / ".cache/bytecode"
ARCHITECTURE = "tests/test_architecture.py"

SETUP = {"set-up": [sys.executable, ".ci/setup.py", "dev"]}
CHECK = {
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "imports": [BIN / "lint-imports", "--no-logo"],
    "architecture": [BIN / "pytest", "-q", ARCHITECTURE],
    "documents": [BIN / "jixiao", "docs", "--check"],
}
WORKERS = str(min(8, 2 * (os.cpu_count() or 1)))  # more than cores: many tests wait for processes and servers
SPREAD = ["-n", WORKERS, "--dist=loadfile", "--no-loadscope-reorder"]
TESTS = {"tests": [BIN / "pytest", *SPREAD, f"--ignore={ARCHITECTURE}"]}
PARTS = {"check": SETUP | CHECK, "test": SETUP | CHECK | TESTS}


def environment() -> dict[str, str]:
    """Who wants no __pycache__ beside the sources gets none, but the tests start hundreds of processes: without any
    compiled files each of them compiles the whole product, and each pytest worker every test, anew."""
    env = {name: value for name, value in os.environ.items() if name not in MAKES_OWN}
    if env.pop("PYTHONDONTWRITEBYTECODE", ""):
        env.setdefault("PYTHONPYCACHEPREFIX", str(COMPILED))
    return env


def run(name: str, command: list[str | Path]) -> tuple[str, float, bool]:
    print(f"== {name}", flush=True)
    begin = time.monotonic()
    code = subprocess.run([str(word) for word in command], cwd=ROOT, env=environment(), check=False).returncode
    return name, time.monotonic() - begin, code == 0


def main() -> int:
    done: list[tuple[str, float, bool]] = []
    for name, command in PARTS[sys.argv[1]].items():
        done.append(run(name, command))
        if name == "set-up" and not done[-1][2]:
            break  # nothing else can run
    print("\n== time of each part")
    for name, seconds, good in [*done, ("all", sum(part[1] for part in done), all(part[2] for part in done))]:
        print(f"{name:<14}{seconds:8.1f} s  {'ok' if good else 'FAILED'}")
    return 0 if done[-1][0] != "set-up" and all(good for _, _, good in done) else 1


if __name__ == "__main__":
    sys.exit(main())
