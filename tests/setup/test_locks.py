"""The package lists are complete, fixed by hash and silent about where packages come from."""

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.architecture import modules

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", ".ci/requirements-uv.lock", ".ci/requirements-node.lock"]
ADDRESS = re.compile(r"\w+://|--(?:index-url|extra-index-url|find-links|trusted-host)|@ file:")
Pin = tuple[Version, str]  # with its marker: a few packages have one version per Python


def pins(lock: str) -> dict[str, set[Pin]]:
    found: dict[str, set[Pin]] = {}
    for entry in re.findall(r"^(\w[^\\#]*?) *\\?$", (ROOT / lock).read_text(), re.MULTILINE):
        requirement = Requirement(entry)
        [version] = [item.version for item in requirement.specifier if item.operator == "=="]
        found.setdefault(canonicalize_name(requirement.name), set()).add((Version(version), str(requirement.marker)))
    return found


def declared(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_list_names_no_address_and_hashes_every_pin(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not ADDRESS.search(text)
    entries = re.split(r"\n(?=\w)", text)
    assert len(entries) == sum(len(versions) for versions in pins(lock).values())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ["in-place"]), ("requirements-dev.lock", ["in-place", "dev"])]
)
def test_what_the_project_asks_for_is_in_the_list(lock: str, extras: list[str]) -> None:
    locked = pins(lock)
    asked = declared(*extras)
    assert len(asked) > 20
    missing = [
        str(requirement)
        for requirement in asked
        if not any(
            requirement.specifier.contains(version)
            for version, _ in locked.get(canonicalize_name(requirement.name), set())
        )
    ]
    assert missing == [], "run `make lock`"


def test_tests_run_on_the_versions_that_users_get() -> None:
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_the_npm_list_names_no_package_address_and_hashes_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    outside = {name: facts for name, facts in packages.items() if name}
    assert len(outside) >= 5
    assert [name for name, facts in outside.items() if "resolved" in facts or "integrity" not in facts] == []


def names_imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [item.name for item in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_the_product_needs_nothing_that_only_developers_have() -> None:
    owners, runtime = packages_distributions(), pins("requirements.lock")
    own = {"webapp", "workflow", "tasks", "migrations"}
    trees = list(modules(ROOT, *own))
    found = {
        name.split(".")[0]: file for file, tree in trees for node in ast.walk(tree) for name in names_imported(node)
    }
    used = {name: file for name, file in found.items() if name not in own | sys.stdlib_module_names}
    assert {"sqlmodel", "pydantic"} <= set(used)
    foreign = {
        name: file
        for name, file in used.items()
        if not {canonicalize_name(owner) for owner in owners.get(name, [])} & set(runtime)
    }
    assert foreign == {}
