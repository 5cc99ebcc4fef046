"""``jixiao demo``: the whole product, started as a user starts it.

On PostgreSQL the same steps are taken in ``tests/web/test_scenario.py``, the processes in ``test_up_server.py`` and the
worker in ``tests/tasks``: one more whole stack would only cost time.
"""

import subprocess
import sys

import pytest

from webapp.cli.demo.scenario import STEPS

JIXIAO = [sys.executable, "-m", "webapp.cli.main", "demo"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*JIXIAO, *words], capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.long
@pytest.mark.timeout(320)
def test_the_demo_walks_its_whole_journey() -> None:
    ended = run()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    lines = ended.stdout.splitlines()
    assert [line.split(" · ")[0] for line in lines[:-2]] == [f"✓ {step.say}" for step in STEPS]
    assert lines[-3].split(" → ")[1].startswith("monitored")
    assert int(lines[-2].removeprefix("邮件").removesuffix("封")) > 0
    assert lines[-1] == f"{len(STEPS)} / {len(STEPS)}"
