"""The supervisor with stand-in services: whichever process is killed, nobody is left behind and all come back."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.cli.stack import Stack, eventually, kill_minus_9

STANDIN = Path(__file__).with_name("standin.py")
FAMILY = 4  # the service, its plain child, and two that left the session


def start(folder: Path, **environment: str) -> Stack:
    folder.mkdir(exist_ok=True)
    return Stack([sys.executable, STANDIN, "stack", str(folder)], folder, **environment)


def complete(stack: Stack) -> bool:
    return (
        len(stack.service("family")) == FAMILY
        and stack.main_of("plain") is not None
        and stack.main_of("stubborn") is not None
        and len(stack.everyone()) == 1 + 3 + FAMILY + 2  # supervisor, guards, services
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with start(tmp_path_factory.mktemp("running")) as stack:
        assert eventually(lambda: complete(stack)), stack.said()
        yield stack


def test_no_one_is_left_however_the_supervisor_ends(tmp_path: Path) -> None:
    """All at the same time: each has ten seconds, and `stubborn` uses most of them."""
    signals = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
    with ExitStack() as open_stacks:
        stacks = [open_stacks.enter_context(start(tmp_path / number.name)) for number in signals]
        for stack in stacks:
            assert eventually(partial(complete, stack)), stack.said()
        for stack, number in zip(stacks, signals, strict=True):
            os.kill(stack.top.pid, number)
        assert eventually(lambda: not any(stack.everyone() for stack in stacks)), [s.everyone() for s in stacks]
        assert [stack.top.wait() for stack in stacks] == [0, 0, 0, -signal.SIGKILL]


def test_no_one_is_left_when_the_supervisor_and_a_guard_die_together(tmp_path: Path) -> None:
    with start(tmp_path) as stack:
        assert eventually(lambda: complete(stack)), stack.said()
        guard = stack.guard_of(stack.main_of("family"))
        os.kill(stack.top.pid, signal.SIGSTOP)  # it must not clean up before it dies
        kill_minus_9(guard)
        os.kill(stack.top.pid, signal.SIGKILL)
        assert eventually(lambda: not stack.everyone()), stack.everyone()


@pytest.mark.parametrize("name", ["plain", "family", "stubborn"])
@pytest.mark.parametrize("victim", ["service", "guard"])
def test_a_killed_service_or_guard_is_back(running: Stack, name: str, victim: str) -> None:
    before, main = running.service(name), running.main_of(name)
    assert main
    kill_minus_9(main if victim == "service" else running.guard_of(main))
    assert eventually(lambda: complete(running) and not before & running.everyone()), running.said()
    assert eventually(lambda: not running.zombies(), 2), running.zombies()


def test_a_killed_grandchild_takes_no_one_with_it(running: Stack) -> None:
    main = running.main_of("family")
    grandchild = kill_minus_9(max(running.service("family") - {main}))
    assert eventually(lambda: grandchild not in running.everyone())
    assert running.main_of("family") == main
    kill_minus_9(main)  # leaves the module's stack complete again
    assert eventually(lambda: complete(running))


def test_a_service_that_keeps_ending_is_shown_and_started_again(tmp_path: Path) -> None:
    with start(tmp_path, STANDINS="plain flaky") as stack:
        assert eventually(lambda: "service keeps ending" in stack.said(), 20), stack.said()
        assert "[flaky] the last words of flaky" in stack.said()
        assert 'status="exit 3"' in stack.said()
        (tmp_path / "calm").touch()
        assert eventually(lambda: stack.main_of("flaky")), stack.said()


def test_a_service_that_does_not_get_ready_ends_the_start(tmp_path: Path) -> None:
    with start(tmp_path, STANDINS="plain mute") as stack:
        assert eventually(lambda: not stack.everyone()), stack.said()
        assert "not ready: mute ['still loading']" in stack.said()
        assert not (tmp_path / "started").exists()


def test_a_killed_make_ends_the_stack(tmp_path: Path) -> None:
    """`make` passes no KILL on: the supervisor notices by itself, also behind a shell."""
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\ttrue && {sys.executable} {STANDIN} stack {tmp_path}\n")
    with Stack(["make", "-s", "-f", makefile, "run"], tmp_path) as stack:
        assert eventually((tmp_path / "started").exists), stack.said()
        stack.top.kill()
        assert eventually(lambda: not stack.everyone()), stack.everyone()


def test_it_ends_with_its_parent_if_asked_to(tmp_path: Path) -> None:
    program = f"import subprocess; subprocess.run([{sys.executable!r}, {str(STANDIN)!r}, 'stack', {str(tmp_path)!r}])"
    with Stack([sys.executable, "-c", program], tmp_path, JIXIAO_END_WITH_PARENT="1") as stack:
        assert eventually((tmp_path / "started").exists), stack.said()
        stack.top.kill()
        assert eventually(lambda: not stack.everyone()), stack.everyone()
