"""Every part of the look on real-looking pages: `python -m tests.look.gallery [--port N] [--catalog FILE]`.

Not part of the product. Projects and figures are as Ezhou printed them in 2025, people and phones are invented.
The pages run under a content security policy of own files only, so a blocked style shows here first.
`--catalog` names a tab-separated file (msgid, Chinese) that is laid over the catalogue while texts are collected.
"""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from flask import Flask, Response, flash, render_template, request
from jinja2 import FileSystemLoader

from webapp.filters import of_lists

ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(sorted(p.stem for p in (ROOT / "tests/look/templates/look").glob("[a-z]*.html") if p.stem != "index"))
CODES = (400, 403, 404, 409, 422, 429, 500, 503)
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
DATA: dict[str, Any] = json.loads((ROOT / "tests/look/gallery.json").read_text(encoding="utf-8"))
HOME_OF = {"/declaration": "/list", "/editor": "/list", "/move": "/review", "/worklist_empty": "/worklist"}


def chinese(extra: Path | None) -> dict[str, str]:
    """msgid -> Chinese text, from the catalogue and from `extra`."""
    words: dict[str, str] = {}
    catalogue = ROOT / "webapp/translations/zh/LC_MESSAGES/messages.po"
    if catalogue.exists():
        with catalogue.open("rb") as source:
            words = {str(m.id): str(m.string) for m in read_po(source, locale="zh") if m.id and m.string}
    if extra:
        with extra.open(encoding="utf-8", newline="") as rows:
            words |= {
                row[0]: row[1] for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) > 1
            }
    return words


def create_gallery(extra: Path | None = None) -> Flask:
    """The gallery as an application; `?lang=en` shows a page in English, `?plain=1` without anybody signed in."""
    app = Flask("gallery", static_folder=str(ROOT / "webapp/static"))
    app.secret_key = "gallery"
    app.jinja_loader = FileSystemLoader([ROOT / "tests/look/templates", ROOT / "webapp/templates"])
    speak(app, chinese(extra))
    app.context_processor(frame)
    app.after_request(guard)
    app.add_url_rule("/", view_func=index)
    app.add_url_rule("/<name>", view_func=page)
    app.add_url_rule("/verify", "letters.verify", index)
    app.add_url_rule("/error/<int:code>", view_func=error)
    return app


def speak(app: Flask, words: dict[str, str]) -> None:
    """`_()`, `csrf_token()` and `new_mark()` for the templates."""

    def translate(message: str) -> str:
        return message if request.args.get("lang") == "en" else words.get(message, message)

    def translate_many(one: str, many: str, n: int) -> str:
        return translate(one if n == 1 else many)

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(translate, translate_many, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(csrf_token=lambda: "gallery-token", new_mark=lambda: "gallery-mark")
    app.jinja_env.filters.update(of_lists(), person=str)  # which asks for the language of the product


def frame() -> dict[str, Any]:
    """What the product's context processor gives."""
    lang = "en" if request.args.get("lang") == "en" else "zh-CN"
    if "plain" in request.args:
        return {"page_lang": lang}
    here = HOME_OF.get(request.path, request.path)
    nav = [marked(item, here) for item in DATA["NAV"]]
    return {"page_lang": lang, "frame": {**DATA["FRAME"], "return_to": request.path}, "nav_items": nav}


def marked(item: dict[str, Any], here: str) -> dict[str, Any]:
    """A row or group of the navigation, the present page marked."""
    if "entries" not in item:
        return {**item, "active": item["href"] == here}
    entries = [marked(entry, here) for entry in item["entries"]]
    inside = any(entry["active"] for entry in entries)
    return {**item, "entries": entries, "inside": inside, "open": inside or item.get("open", False)}


def guard(response: Response) -> Response:
    """Own files only, nothing inline."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


def index() -> str:
    """Links to all pages."""
    return render_template("look/index.html", links=[*PAGES, "login", *(f"error/{code}" for code in CODES)])


def page(name: str) -> str:
    """One page of the gallery."""
    if name == "login":
        shown = DATA["LOGIN"] | {"error": DATA["LOGIN_ERROR"] if "error" in request.args else ""}
        return render_template("login.html", **shown | ({"demo_accounts": None} if "plain" in request.args else {}))
    if name == "worklist":
        flash("「就业补助」已送审：由单位负责人周志远审签，电话 0711-5550112。", "ok")
    return render_template(f"look/{name}.html", d=DATA, editor=DATA["EDITOR"])


def error(code: int) -> tuple[str, int]:
    """An error page, with its own words where a view would give some."""
    return render_template(f"errors/{code}.html", problem=DATA["PROBLEMS"].get(str(code))), code


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=5090)
    options.add_argument("--catalog", type=Path)
    chosen = options.parse_args()
    create_gallery(chosen.catalog).run(port=chosen.port, threaded=True)
