"""What `up` claims first: the home, the port, a short path for the socket; and how it says that it cannot."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.stack import eventually
from webapp.cli import orphans
from webapp.cli.up_home import (
    LONGEST_SOCKET_PATH,
    SOCKET_NAME,
    CannotStart,
    free_port,
    locked_home,
    require_free_port,
    socket_folder,
)
from webapp.cli.up_output import ROTATE_ABOVE, ServiceLog
from webapp.settings import load_settings

HOLDER = """
import sys, time
from pathlib import Path
from webapp.cli.up_home import locked_home
run = {"run_id": sys.argv[2], "address": "http://127.0.0.1:8123", "sockets": sys.argv[3]}
with locked_home(Path(sys.argv[1]), run):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(home: Path, run_id: str = "none", sockets: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(home), run_id, sockets]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    return holder


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_one_on_the_same_home_is_told_who_runs(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    sockets = tmp_path / "jixiao-second"
    sockets.mkdir()
    with pytest.raises(CannotStart) as refused, locked_home(tmp_path, {"sockets": str(sockets)}):
        pass
    end(holder)
    assert not sockets.exists()
    for fact in (str(tmp_path), str(holder.pid), "http://127.0.0.1:8123", "--home", "已在运行", "Already running"):
        assert fact in str(refused.value)


def test_the_next_one_ends_what_a_killed_one_left(tmp_path: Path) -> None:
    sockets = tmp_path / "jixiao-abc"
    sockets.mkdir()
    left = subprocess.Popen(["sleep", "60"], env=os.environ | {orphans.RUN_ID: "run-1"})
    other = subprocess.Popen(["sleep", "60"], env=os.environ | {orphans.RUN_ID: "run-2"})
    end(hold(tmp_path / "home", "run-1", str(sockets)))
    with locked_home(tmp_path / "home", {"run_id": "run-3"}):
        assert left.wait(timeout=1) == -signal.SIGKILL
        assert other.poll() is None
        assert not sockets.exists()
    other.kill()
    other.wait()


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"pid": "1"}'])
def test_a_damaged_lock_file_does_not_matter(content: str, tmp_path: Path) -> None:
    (tmp_path / "up.lock").write_text(content)
    with locked_home(tmp_path, {"run_id": "x"}):
        pass


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as refused:
            require_free_port("127.0.0.1", port)
    for words in (f"端口 {port} 已被", f"Port {port} is in use", f"--port {port + 1}", f"JIXIAO_PORT={port + 1}"):
        assert words in str(refused.value)
    require_free_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_not_called_in_use() -> None:
    with pytest.raises(CannotStart, match=r"Cannot listen on 192\.0\.2\.1 port 8000"):
        require_free_port("192.0.2.1", 8000)


def test_a_free_port_is_free() -> None:
    require_free_port("127.0.0.1", free_port("127.0.0.1"))


@pytest.mark.parametrize(
    ("below", "inside"), [("h", True), ("d" * 60 + "/" + "d" * 60, False), ("绩效", False), ("a b", False)]
)
def test_the_socket_path_is_short_and_plain(below: str, inside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/tmp") / f"jx{os.getpid()}-{time.monotonic_ns() % 1000}" / below
    folder = socket_folder(load_settings(home=home, port=0))
    try:
        assert folder.is_relative_to(home) == inside
        assert len(str(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        subprocess.run(["rm", "-r", str(home.parent), str(folder)], check=False)


def test_a_temporary_socket_folder_goes_with_the_lock(tmp_path: Path) -> None:
    sockets = tmp_path / "jixiao-abc"
    sockets.mkdir()
    with locked_home(tmp_path, {"run_id": "x", "sockets": str(sockets)}):
        pass
    assert not sockets.exists()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    end(hold(tmp_path))

    def can_be_taken() -> bool:
        with locked_home(tmp_path, {}):
            return True

    assert eventually(can_be_taken, 1)


def test_a_large_log_is_moved_away_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "web.log"
    path.parent.mkdir()
    path.write_bytes(b"x" * (ROTATE_ABOVE + 1))
    with ServiceLog(path, "web").open() as file:
        file.write(b"new\n")
    assert path.read_bytes() == b"new\n"
    assert (tmp_path / "logs" / "web.log.1").stat().st_size == ROTATE_ABOVE + 1


def test_only_warnings_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = ServiceLog(tmp_path / "worker.log", "worker")
    with log.open() as file:
        file.write(b"[INFO] fine\n[12:00 WARNING/Main] look at this\nTraceback:\nx.YError: z\nhalf an ERR")
        file.flush()
        log.show_warnings()
        file.write(b"OR\n" + b"y" * 200_000)
        file.flush()
        for _ in range(4):
            log.show_warnings()
    shown = ["[12:00 WARNING/Main] look at this", "x.YError: z", "half an ERROR"]
    assert capsys.readouterr().err.splitlines() == [f"[worker] {line}" for line in shown]
