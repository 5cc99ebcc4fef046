"""The tree obeys the house rules, and each rule is able to fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import architecture
from tests.support.architecture import CHECKS

ROOT = Path(__file__).resolve().parents[1]
Check = Callable[[Path], list[str]]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_obeys(check: Check) -> None:
    assert check(ROOT) == []


def view(lines: int, decorator: str = '@bp.get("/x")\n') -> str:
    return f'{decorator}def x():\n    """Why."""\n' + "    a = 1\n" * (lines - 1)


HOST = architecture.REGISTRIES[0]
BREACHES = [
    (architecture.files_are_short, "workflow/a.py", "a = 1\n" * 401),
    (architecture.files_are_short, "webapp/templates/deep/a.html", "<p>\n" * 401),
    (architecture.files_are_short, "webapp/static/a.js", "a\n" * 401),
    (architecture.files_are_short, "webapp/static/a.css", "a\n" * 401),
    (architecture.views_are_short, "webapp/ui/a.py", view(16)),
    (architecture.views_are_short, "webapp/ui/a.py", view(16, "@route\n")),
    (architecture.views_are_short, "webapp/ui/a.py", view(16, "") + 'bp.add_url_rule("/x", "x", x)\n'),
    (architecture.views_are_short, "webapp/ui/a.py", view(16, "") + 'bp.add_url_rule("/x", view_func=x)\n'),
    (architecture.tasks_are_short, "tasks/a.py", view(11, "@app.task(name='a')\n")),
    (architecture.tasks_are_short, "tasks/a.py", view(11, "@shared_task\n")),
    (architecture.one_place_commits, "workflow/services/a.py", "session.commit()\n"),
    (architecture.locks_leave_keys_alone, "workflow/services/a.py", "query.with_for_update(of=Row)\n"),
    (architecture.one_place_commits, "webapp/ui/a.py", "def f():\n    with g() as s:\n        s.commit()\n"),
    (architecture.only_the_lifecycle_moves, "workflow/services/a.py", "row.state = 'approved'\n"),
    (architecture.only_the_lifecycle_moves, "webapp/ui/a.py", "a.b.desk: str = 'x'\n"),
    (architecture.only_the_lifecycle_moves, "tasks/a.py", "a.x, a.desk = 1, None\n"),
    (architecture.only_the_lifecycle_moves, "tasks/a.py", "setattr(row, 'state', 'x')\n"),
    (architecture.only_the_lifecycle_moves, "workflow/queries/a.py", "update(D).values(desk=None)\n"),
    (architecture.only_the_lifecycle_moves, "workflow/queries/a.py", "update(D).values({'state': 'x'})\n"),
    (architecture.only_the_lifecycle_moves, "workflow/queries/a.py", "update(D).values({D.state: 'x'})\n"),
    (architecture.one_clock, "workflow/a.py", "import datetime\na = datetime.datetime.now()\n"),
    (architecture.one_clock, "workflow/a.py", "a = datetime.utcnow()\n"),
    (architecture.one_clock, "webapp/a.py", "a = Field(default_factory=date.today)\n"),
    (architecture.typed_numbers_have_one_reader, "webapp/present/a.py", "a = int(t) if t.isdecimal() else 0\n"),
    (architecture.models_keep_real_annotations, "workflow/models/a.py", "from __future__ import annotations\n"),
    (architecture.only_the_command_line_prints, "tasks/a.py", "print('x')\n"),
    (architecture.only_the_command_line_prints, "migrations/env.py", "print('x')\n"),
    (architecture.no_registry_is_named, "docs/a.md", f"see {HOST}/simple\n"),
    (architecture.no_registry_is_named, ".ci/a.lock", f"--index-url https://{HOST}/\n"),
    (architecture.no_path_of_one_machine, "docs/a.md", "open /" + "root/x\n"),
    (architecture.no_path_of_one_machine, "docs/a.md", "cd /" + "home/someone/jixiao\n"),
    (architecture.no_path_of_one_machine, "docs/a.md", "cd {root}\n"),
    (architecture.documents_name_what_exists, "docs/a.md", "see `workflow/gone.py` and `docs/a.md`\n"),
    (architecture.documents_name_what_exists, "tasks/README.md", "one `docs/<any>.py` each\n"),
]
FINE = [
    (architecture.files_are_short, "webapp/static/vendor/a.js", "a\n" * 4000),
    (architecture.views_are_short, "webapp/ui/a.py", view(15)),
    (architecture.views_are_short, "webapp/ui/a.py", view(40, "")),
    (architecture.tasks_are_short, "tasks/a.py", view(10, "@app.task\n")),
    (architecture.one_place_commits, "workflow/db.py", "session.commit()\n"),
    (architecture.only_the_lifecycle_moves, "workflow/lifecycle/machine.py", "row.state = 'approved'\n"),
    (architecture.only_the_lifecycle_moves, "workflow/models/a.py", "class A:\n    state: str = 'x'\n"),
    (
        architecture.only_the_lifecycle_moves,
        "workflow/queries/a.py",
        "values = rows.values()\nif row.state == 'x': pass\n",
    ),
    (architecture.one_clock, "workflow/clock.py", "a = datetime.now(UTC)\n"),
    (architecture.only_the_command_line_prints, "webapp/cli/a.py", "print('x')\n"),
    (architecture.typed_numbers_have_one_reader, "webapp/cli/a.py", "a = name.isdigit()\n"),
    (architecture.documents_name_what_exists, "docs/a.md", "`docs/<any>.md`, `docs/`, `drafted/head`, `a(docs/b)`\n"),
    (architecture.no_path_of_one_machine, "docs/a.md", "GET /api/home/x, see /var/lib/jixiao\n"),
]


def planted(root: Path, file: str, content: str) -> Path:
    target = root / file
    target.parent.mkdir(parents=True)
    target.write_text(content.replace("{root}", str(root)))
    return root


@pytest.mark.parametrize(("check", "file", "content"), BREACHES)
def test_a_breach_is_found(tmp_path: Path, check: Check, file: str, content: str) -> None:
    [found] = check(planted(tmp_path, file, content))
    assert found.startswith(file)


@pytest.mark.parametrize(("check", "file", "content"), FINE)
def test_what_is_allowed_is_left_alone(tmp_path: Path, check: Check, file: str, content: str) -> None:
    assert check(planted(tmp_path, file, content)) == []


def test_every_check_has_a_breach() -> None:
    assert {check for check, _, _ in BREACHES} == set(CHECKS)
