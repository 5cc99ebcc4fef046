"""The commands on accounts, organisations and tasks, from an empty database to a clerk who may begin to work."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlmodel import Session
from typer.testing import CliRunner, Result

from migrations import run
from tests.services.seed import filled
from webapp.cli import main
from workflow import clock, db
from workflow.permissions import load_actor
from workflow.services import accounts
from workflow.services.declarations import create_declaration
from workflow.types import Role

Jixiao = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "jixiao.db"
    run.upgrade(db.configure(f"sqlite:///{path}"))
    db.dispose()
    return path


@pytest.fixture
def database(empty: Path, home: Path) -> Iterator[str]:
    """An empty database of this version."""
    yield f"sqlite:///{shutil.copy(empty, home / 'jixiao.db')}"
    db.dispose()


@pytest.fixture
def jixiao() -> Jixiao:
    def call(*words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main.app, [*words], input=stdin)

    return call


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def tree(jixiao: Jixiao) -> dict[str, Any]:
    """A region with one of each kind of organisation."""
    answer(jixiao("org", "region", "--code", "420700", "--name", "鄂州市"))
    add = ("org", "add", "--kind")
    answer(jixiao(*add, "bureau", "--code", "101", "--name", "鄂州市财政局"))
    answer(jixiao(*add, "section", "--code", "101040", "--name", "社会保障科", "--parent", "101"))
    department = answer(jixiao(*add, "department", "--code", "117", "--name", "人社局", "--section", "101040"))
    unit = answer(
        jixiao(*add, "unit", "--code", "117002", "--name", "就业中心", "--parent", "117", "--region", "420700")
    )
    assert unit["path"] == f"{department['path']}{unit['id']}/"
    return {"unit": unit["id"]}


def test_from_nothing_to_a_draft(database: str, jixiao: Jixiao) -> None:
    unit = tree(jixiao)["unit"]
    user = answer(jixiao("user", "add", "--username", "Meng", "--name", "孟知夏", "--role", "filer", "--at", "117002"))
    assert (user["username"], user["role"], user["unit"]) == ("meng", "filer", "就业中心")
    closes = clock.business_date() + timedelta(days=3)
    task = answer(jixiao("task", "open", "--year", "2027", "--profile", "hubei-2025", "--closes", closes.isoformat()))
    assert task["name"] == "2027年项目支出绩效目标申报"
    until = (closes + timedelta(days=4)).isoformat()
    extend = ("task", "extend", "--task", str(task["id"]), "--unit", "117002", "--until", until, "--reason", "系统故障")
    assert answer(jixiao(*extend))["closes_on"] == until
    assert [row["id"] for row in answer(jixiao("task", "list"))] == [task["id"]]
    db.configure(database)
    with db.unit_of_work(write=True) as session:
        signed_in = accounts.sign_in(session, "meng", user["password"]).user
        assert signed_in is not None
        actor = load_actor(session, signed_in.id)
        assert actor is not None
        row = create_declaration(session, actor, task["id"], unit, project_name="零工驿站")
        assert (row.fiscal_year, row.form_profile) == (2027, "hubei-2025")
        number = str(row.id)
    findings = answer(jixiao("review", number, "--json"))["findings"]
    assert {item["project_name"] for item in findings} == {"零工驿站"}
    assert "required_fields" in {item["rule"] for item in findings if item["severity"] == "error"}
    assert jixiao("review", "999999", "--json").exit_code == 1


def test_passwords_come_from_stdin_and_are_not_printed(database: str, jixiao: Jixiao) -> None:
    tree(jixiao)
    add = ("user", "add", "--username", "meng", "--name", "孟", "--role", "filer", "--at", "117002", "--password-stdin")
    assert "password" not in answer(jixiao(*add, stdin="First-Word-1\nnot this\n"))
    assert "password" not in answer(
        jixiao("user", "password", "--username", "meng", "--password-stdin", stdin="Second-Word-2\n")
    )
    assert (
        answer(jixiao("user", "grant", "--username", "meng", "--role", "unit_head", "--at", "117002"))["role"]
        == "unit_head"
    )
    db.configure(database)
    with db.unit_of_work(write=True) as session:
        assert accounts.sign_in(session, "meng", "First-Word-1").user is None
        user = accounts.sign_in(session, "meng", "Second-Word-2").user
        assert user is not None
        actor = load_actor(session, user.id)
        assert actor is not None
        assert actor.roles == {Role.filer, Role.unit_head}
    answer(jixiao("user", "close", "--username", "meng"))
    db.configure(database)
    with db.unit_of_work(write=True) as session:
        assert accounts.sign_in(session, "meng", "Second-Word-2").user is None


REFUSED = {
    "user grant --username nobody --role filer --at 117002": "没有用户“nobody”",
    "user add --username x1 --name 甲 --role filer --at 117": "岗位 filer 不能设在",
    "user add --username x1 --name 甲 --role filer --at 999": "没有机构“999”",
    "user add --username x1 --name 甲 --role filer --at 117002 --password-stdin": "密码至少",
    "org add --kind unit --code 5 --name 乙": "机构须挂在对应的上级下",
    "org add --kind department --code 117 --name 乙": "编码“117”已被使用",
    "org add --kind department --code 5 --name 乙 --region 1": "没有区划“1”",
    "task open --year 2027 --profile none --closes 2099-01-01": "没有表样“none”",
    "task open --year 2027 --profile hubei-2025 --closes 2020-01-01": "截止日期 2020-01-01 已过",
    "task extend --task 7 --unit 117002 --until 2099-01-01 --reason 因": "没有这个申报任务",
}


def test_what_the_domain_refuses_is_said_and_exits_1(database: str, jixiao: Jixiao) -> None:
    tree(jixiao)
    for words, sentence in REFUSED.items():
        result = jixiao(*words.split(), stdin="weak\n")
        assert (result.exit_code, result.stdout) == (1, ""), words
        assert sentence in result.stderr, words
        assert len(result.stderr.strip().splitlines()) == 2, words  # Chinese, then English


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "--username", "x1"),
        ("user", "grant", "--username", "x1", "--role", "king", "--at", "1"),
        ("task", "open", "--year", "2027", "--profile", "hubei-2025", "--closes", "31.12.2027"),
        ("task", "open", "--year", "1999", "--profile", "hubei-2025", "--closes", "2027-12-31"),
        ("org", "add", "--kind", "country", "--code", "1", "--name", "甲"),
        ("docs", "--nonsense"),
    ],
)
def test_wrong_usage_exits_2(jixiao: Jixiao, words: tuple[str, ...]) -> None:
    assert jixiao(*words).exit_code == 2


def test_nothing_is_made_where_no_database_is(jixiao: Jixiao, home: Path) -> None:
    result = jixiao("accounts", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "jixiao up" in result.stderr
    assert not (home / "jixiao.db").exists()


def test_a_database_of_another_version_is_refused(jixiao: Jixiao, home: Path) -> None:
    engine = db.configure(f"sqlite:///{home / 'jixiao.db'}")
    with Session(engine) as session:
        session.connection()
    db.dispose()
    result = jixiao("task", "list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "jixiao up" in result.stderr


def test_accounts_of_the_demo(database: str, jixiao: Jixiao, home: Path) -> None:
    assert answer(jixiao("accounts", "--json")) == []
    Path(filled.sqlite_copy(home).removeprefix("sqlite:///")).replace(home / "jixiao.db")
    with run.transaction(db.configure(database)) as connection:
        command.stamp(run.on(connection), "head")  # the examples were loaded into tables made from the models
    db.dispose()
    rows = answer(jixiao("accounts", "--json"))
    assert {row["role"] for row in rows} == set(Role)
    assert all(list(row) == ["username", "password", "role", "unit", "name"] for row in rows)
    printed = jixiao("accounts").stdout.splitlines()
    assert [line.split("\t") for line in printed] == [list(row.values()) for row in rows]


def test_every_command_is_in_the_help(jixiao: Jixiao) -> None:
    shown = jixiao("--help").stdout
    for name in ("accounts", "user", "org", "task", "lifecycle", "docs"):
        assert f"\n  {name} " in shown
