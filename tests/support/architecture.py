"""House rules that a machine can check: each function takes the root of a tree and answers the breaches it found there.

They look at files and syntax trees only, so they work on a tree that is still growing and on one made for a test.
"""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MAX_FILE_LINES, MAX_VIEW_LINES, MAX_TASK_LINES = 400, 15, 10
PRODUCT = ("workflow", "webapp", "tasks")
SKIPPED = {"vendor", "node_modules", "__pycache__"}
ROUTE_DECORATORS = {"route", "get", "post", "put", "patch", "delete"}
TASK_DECORATORS = {"task", "shared_task"}
LOCKED_COLUMNS = {"state", "desk"}
REGISTRIES = [".".join(host) for host in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))]
NAMED = re.compile(r"`((?:webapp|workflow|tasks|migrations|tests|docs|examples|benchmarks)/[^`\s]*)`")
HOME = re.compile(r"(?<![\w.:/-])/(?:root|home/[\w.-]+|Users/[\w.-]+)(?:/|\b)")


# --- walking --------------------------------------------------------------------------------------------------------


def files(root: Path, *parts: str) -> Iterator[Path]:
    """Every file below the named folders (or the whole tree), without what set-up and tools made."""
    for start in [root / part for part in parts] or [root]:
        for folder, folders, names in os.walk(start):
            folders[:] = sorted(
                name for name in folders if name not in SKIPPED and (not name.startswith(".") or name == ".ci")
            )
            yield from (Path(folder, name) for name in sorted(names))


def modules(root: Path, *parts: str) -> Iterator[tuple[str, ast.Module]]:
    for file in files(root, *parts):
        if file.suffix == ".py":
            yield file.relative_to(root).as_posix(), parsed(file.read_text(encoding="utf-8"))


@cache
def parsed(text: str) -> ast.Module:
    """Once for all the checks, by what is written: a tree made for a test is another one."""
    return ast.parse(text)


def nodes(root: Path, *parts: str, allowed: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.AST]]:
    """Every syntax node outside the allowed files and folders, with its place for the report."""
    for name, tree in modules(root, *parts):
        if not name.startswith(allowed):
            yield from ((f"{name}:{getattr(node, 'lineno', 0)}", node) for node in ast.walk(tree))


def last_name(node: ast.AST) -> str:
    """`bp.get("/x")` → get, `shared_task` → shared_task, `datetime.now` → now."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


# --- size -----------------------------------------------------------------------------------------------------------


def files_are_short(root: Path) -> list[str]:
    """Generated migrations are as long as the schema; everything a person writes has a ceiling."""
    found = []
    for file in files(root):
        if (root / "migrations/versions") in file.parents:
            continue
        if file.suffix in {".py", ".html", ".js", ".css"}:
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines > MAX_FILE_LINES:
                found.append(f"{file.relative_to(root)}: {lines} lines, {MAX_FILE_LINES} are allowed")
    return found


def body_lines(function: ast.FunctionDef) -> int:
    """From `def` to the last line; the docstring is free, decorators are not counted."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def decorated(tree: ast.Module, decorators: set[str]) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and decorators & {last_name(item) for item in node.decorator_list}:
            yield node


def registered(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Views that are handed to `add_url_rule` by name."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node) == "add_url_rule":
            handed = [*node.args, *(item.value for item in node.keywords if item.arg == "view_func")]
            names |= {item.id for item in handed if isinstance(item, ast.Name)}
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in names)


def too_long(name: str, functions: Iterator[ast.FunctionDef], most: int) -> list[str]:
    long = [(item, body_lines(item)) for item in functions if body_lines(item) > most]
    return [f"{name}:{item.lineno} {item.name}: {lines} lines, {most} are allowed" for item, lines in long]


def views_are_short(root: Path) -> list[str]:
    found = []
    for name, tree in modules(root, "webapp/ui"):
        found += too_long(name, decorated(tree, ROUTE_DECORATORS), MAX_VIEW_LINES)
        found += too_long(name, registered(tree), MAX_VIEW_LINES)
    return found


def tasks_are_short(root: Path) -> list[str]:
    trees = modules(root, "tasks")
    return [line for name, tree in trees for line in too_long(name, decorated(tree, TASK_DECORATORS), MAX_TASK_LINES)]


# --- one place for each thing ---------------------------------------------------------------------------------------


def one_place_commits(root: Path) -> list[str]:
    return [
        f"{place}: commit() belongs to unit_of_work() in workflow/db.py"
        for place, node in nodes(root, *PRODUCT, allowed=("workflow/db.py",))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def locks_leave_keys_alone(root: Path) -> list[str]:
    """A row updated twice in a transaction has its foreign keys checked: a plain FOR UPDATE of what it points to would
    stop it, and with it make circles of people who never lock the same rows. No key ever changes; only who deletes
    asks for more.
    """
    return [
        f"{place}: with_for_update(key_share=True), unless it skips what is locked"
        for place, node in nodes(root, "workflow", allowed=("workflow/services/contents.py",))
        if isinstance(node, ast.Call)
        and last_name(node) == "with_for_update"
        and not {"key_share", "skip_locked"} & {word.arg for word in node.keywords}
    ]


def written_names(node: ast.AST) -> set[str]:
    """Names of columns that this node writes: `x.state = …`, `setattr(x, "state", …)`, `update(X).values(state=…)`."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return {node.attr}
    if not isinstance(node, ast.Call):
        return set()
    if last_name(node) == "setattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
        return {str(node.args[1].value)}
    if isinstance(node.func, ast.Attribute) and node.func.attr == "values":
        given = {item.arg for item in node.keywords if item.arg}
        keys = [key for item in node.args if isinstance(item, ast.Dict) for key in item.keys if key is not None]
        return given | {str(key.value) if isinstance(key, ast.Constant) else last_name(key) for key in keys}
    return set()


def only_the_lifecycle_moves(root: Path) -> list[str]:
    return [
        f"{place}: only workflow/lifecycle writes {column}"
        for place, node in nodes(root, *PRODUCT, allowed=("workflow/lifecycle",))
        for column in sorted(written_names(node) & LOCKED_COLUMNS)
    ]


def one_clock(root: Path) -> list[str]:
    """Business code asks `workflow.clock`, so that a test or a simulated campaign can set the time."""
    wanted = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    return [
        f"{place}: the time comes from workflow.clock"
        for place, node in nodes(root, *PRODUCT, allowed=("workflow/clock.py",))
        if isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) in wanted
    ]


def typed_numbers_have_one_reader(root: Path) -> list[str]:
    """Digits are not yet a number: Python reads no more than 4,300 of them, and ² is a digit that it does not read."""
    return [
        f"{place}: a number that somebody typed is read by `whole` of workflow/texts.py"
        for place, node in nodes(root, "webapp", allowed=("webapp/cli",))
        if isinstance(node, ast.Attribute) and node.attr in {"isdecimal", "isdigit", "isnumeric"}
    ]


def models_keep_real_annotations(root: Path) -> list[str]:
    """`from __future__ import annotations` breaks SQLModel relationships to lists."""
    return [
        f"{place}: no postponed annotations in models"
        for place, node in nodes(root, "workflow/models")
        if isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and "annotations" in {item.name for item in node.names}
    ]


def only_the_command_line_prints(root: Path) -> list[str]:
    return [
        f"{place}: print belongs to webapp/cli; elsewhere log"
        for place, node in nodes(root, *PRODUCT, "migrations", allowed=("webapp/cli",))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


# --- nothing of one machine -----------------------------------------------------------------------------------------


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Numbered lines of every text file."""
    for file in files(root):
        content = file.read_bytes()
        if b"\0" not in content:
            lines = content.decode(errors="replace").splitlines()
            yield from ((f"{file.relative_to(root)}:{number}", line) for number, line in enumerate(lines, 1))


def no_registry_is_named(root: Path) -> list[str]:
    """Where packages come from is the business of the machine that installs them."""
    return [f"{place}: names {host}" for place, line in texts(root) for host in REGISTRIES if host in line]


def no_path_of_one_machine(root: Path) -> list[str]:
    here = str(root.resolve())
    return [f"{place}: a path of one machine" for place, line in texts(root) if here in line or HOME.search(line)]


# --- documents ------------------------------------------------------------------------------------------------------


def documents_name_what_exists(root: Path) -> list[str]:
    """A file of the top folders that a document names is there; ``<name>`` stands for any."""
    documents = [file for file in files(root) if file.suffix == ".md"]
    found = ((file, path) for file in documents for path in NAMED.findall(file.read_text(encoding="utf-8")))
    return [
        f"{file.relative_to(root)}: no {path}"
        for file, path in found
        if not any(root.glob(re.sub("<[^>]*>", "*", path.rstrip("/"))))
    ]


CHECKS = [
    files_are_short,
    views_are_short,
    tasks_are_short,
    one_place_commits,
    locks_leave_keys_alone,
    only_the_lifecycle_moves,
    one_clock,
    typed_numbers_have_one_reader,
    models_keep_real_annotations,
    only_the_command_line_prints,
    no_registry_is_named,
    no_path_of_one_machine,
    documents_name_what_exists,
]
