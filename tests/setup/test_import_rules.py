"""The import contracts of pyproject.toml can fail: all are broken on purpose in a toy tree of the same shape."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
DOMAIN = re.findall(r"\w+", " ".join(next(c["layers"] for c in CONTRACTS if c.get("containers") == ["workflow"])))

BREACHES = [  # in this package, this line, breaks this contract
    ("workflow.services", "import webapp", "Edges above"),
    ("webapp.ui", "import tasks", "Edges above"),
    ("tasks", "import webapp", "Edges above"),
    ("workflow.services", "import workflow.queries", "Order inside the domain"),
    ("workflow.models", "import workflow.permissions", "Order inside the domain"),
    ("workflow.rules", "import workflow.lifecycle", "Order inside the domain"),
    ("workflow.canonical", "import workflow.db", "Order inside the domain"),
    ("workflow.types", "import workflow.errors", "Order inside the domain"),
    ("workflow.services", "import flask", "The domain knows no web"),
    ("workflow.notifications", "import celery", "The domain knows no web"),
    ("workflow.queries", "import redis", "The domain knows no web"),
    ("workflow.canonical", "import sqlmodel", "are pure: no database"),
    ("workflow.rules", "import sqlalchemy", "are pure: no database"),
    ("workflow.services", "import transitions", "Only the lifecycle"),
    ("webapp.ui", "import transitions", "Only the lifecycle"),
    ("webapp.ui", "import workflow.models", "Views and tasks"),
    ("tasks", "import workflow.models", "Views and tasks"),
]


def toy_tree(root: Path) -> Path:
    for package in ["webapp", "webapp/ui", "tasks", "workflow", *(f"workflow/{name}" for name in DOMAIN)]:
        (root / package).mkdir()
        (root / package / "__init__.py").touch()
    (root / "workflow/db/__init__.py").write_text("import sqlalchemy\nimport sqlmodel\n")
    (root / "workflow/lifecycle/__init__.py").write_text("import transitions\n")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def lint(root: Path) -> str:
    words = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    said = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False).stdout
    assert "Contracts:" in said, said
    return said


def test_the_toy_tree_is_clean(tmp_path: Path) -> None:
    assert f"{len(CONTRACTS)} kept, 0 broken" in lint(toy_tree(tmp_path))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a tree with every breach in it, each in a module of its own."""
    root = toy_tree(tmp_path_factory.mktemp("toy"))
    for number, (package, line, _) in enumerate(BREACHES):
        (root / package.replace(".", "/") / f"breach{number}.py").write_text(line + "\n")
    (root / "workflow/newcomer.py").touch()
    return lint(root)


def test_every_contract_has_a_breach(report: str) -> None:
    assert f"0 kept, {len(CONTRACTS)} broken" in report


@pytest.mark.parametrize(("number", "breach"), list(enumerate(BREACHES)))
def test_a_forbidden_import_is_found(report: str, number: int, breach: tuple[str, str, str]) -> None:
    package, line, contract = breach
    _, details = report.split("Broken contracts", 1)
    [name] = [item["name"] for item in CONTRACTS if contract in item["name"]]
    section = re.split(r"\n-{3,}\n", details.split(f"\n{name}\n-", 1)[1])[0]
    assert re.search(rf"{package}\.breach{number} +-> +{line.removeprefix('import ')}\b", section)


def test_a_package_that_nobody_placed_is_found(report: str) -> None:
    assert re.search(r"not listed as layers:\s+- workflow\.newcomer", report)
