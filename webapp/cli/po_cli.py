"""`jixiao po`: the Chinese catalogue against the sentences of the source. For whoever writes a sentence.

English msgids are the sentences themselves; `webapp/translations/zh/LC_MESSAGES/messages.po` is the only file to edit.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEBAPP = Path(__file__).resolve().parents[1]
CATALOGUE = WEBAPP / "translations/zh/LC_MESSAGES/messages.po"
METHODS = [("cli/**.py", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_l": None, "plural": (1, 2), "ngettext": (1, 2)}
OPTIONS = {"**.html": {"encoding": "utf-8"}}
Msgid = str | tuple[str, str]

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="The Chinese catalogue of the pages: what is missing, and writing it anew.",
)


def sentences() -> dict[Msgid, set[str]]:
    """Every msgid of the source with the files it stands in; a pair where it has a plural."""
    found: dict[Msgid, set[str]] = {}
    extracted = extract_from_dir(WEBAPP, METHODS, OPTIONS, KEYWORDS, directory_filter=lambda _folder: True)
    for filename, _line, message, _comments, _context in extracted:
        msgid: Msgid = (message[0], message[1]) if isinstance(message, tuple) else message
        found.setdefault(msgid, set()).add(filename)
    return found


def catalogue() -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh")
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="zh")


def gaps(source: dict[Msgid, set[str]], known: Catalog) -> dict[str, list[str]]:
    """``missing``: no Chinese; ``obsolete``: no longer in the source; ``wrong``: other placeholders than the msgid."""
    there = _entries(known)
    obsolete = [msgid for msgid in there if msgid not in source] + list(_entries(known.obsolete.values()))
    return {
        "missing": sorted(_name(msgid) for msgid in source if not there.get(msgid)),
        "obsolete": sorted(_name(msgid) for msgid in obsolete),
        "wrong": sorted(_name(msgid) for msgid, text in there.items() if text and _placeholders(msgid) != _slots(text)),
    }


def _placeholders(msgid: Msgid) -> set[str]:
    return _slots(_name(msgid)) | (_slots(msgid[1]) if isinstance(msgid, tuple) else set())


def _slots(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def _entries(messages: Iterable[Message]) -> dict[Msgid, str]:
    """msgid → its Chinese, which has one form for every number; the header is no entry."""
    found: dict[Msgid, str] = {}
    for message in messages:
        text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        if isinstance(message.id, str):
            found[message.id] = text
        else:
            found[message.id[0], message.id[1]] = text
    found.pop("", None)
    return found


@app.command()
def check() -> None:
    """Say what is missing, obsolete or wrong; exit 1 if anything is."""
    found = gaps(sentences(), catalogue())
    typer.echo(json.dumps(found, ensure_ascii=False))
    raise typer.Exit(code=any(found.values()))


@app.command()
def update(
    words: Annotated[Path | None, typer.Option(help="Tab-separated lines: msgid, Chinese. Fills gaps only.")] = None,
) -> None:
    """Write the catalogue anew in the order of the msgids: new sentences in (empty), gone ones out."""
    known, given = _entries(catalogue()), _given(words)
    made = Catalog(locale="zh")
    for msgid, files in sorted(sentences().items(), key=lambda item: _name(item[0])):
        text = known.get(msgid) or given.get(_name(msgid), "")
        flags = {"python-format"} if "%(" in _name(msgid) else set()
        string = text if isinstance(msgid, str) else (text,)
        made.add(msgid, string, locations=[(name, 1) for name in sorted(files)], flags=flags)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, made, width=0, omit_header=True, include_lineno=False)
    typer.echo(json.dumps(gaps(sentences(), catalogue()), ensure_ascii=False))


HEADER = r"""# Chinese sentences of the pages. `jixiao po update` adds and removes msgids; edit the msgstr lines here.
msgid ""
msgstr ""
"Language: zh\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""


def _given(path: Path | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path else []:
        msgid, tab, text = line.partition("\t")
        if tab and "\t" not in text:
            found[msgid] = text
    return found


def _name(msgid: Msgid) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]
