"""Every sentence of the pages has its Chinese; nothing stale stands in the catalogue; placeholders agree."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from webapp.cli import po_cli
from webapp.i18n import translations
from workflow.lifecycle import moves
from workflow.notifications.messages import TEMPLATES
from workflow.notifications.refusals import REFUSALS

CHINESE = re.compile(r"[\u4e00-\u9fff、（）：，。；]")


@pytest.fixture(autouse=True, scope="module")
def read_once() -> Iterator[None]:
    """The source does not change while these tests run, and reading it takes seconds."""
    before = po_cli.sentences
    po_cli.sentences = cache(before)
    yield
    po_cli.sentences = before


def test_nothing_is_missing_obsolete_or_wrong() -> None:
    assert po_cli.gaps(po_cli.sentences(), po_cli.catalogue()) == {"missing": [], "obsolete": [], "wrong": []}


def test_every_translation_is_chinese_and_no_msgid_is() -> None:
    for message in po_cli.catalogue():
        if message.id:
            text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            assert CHINESE.search(text) or not re.search("[A-Za-z]{2}", text), message.id
            assert not re.search("[\u4e00-\u9fff]", str(message.id)), message.id
            assert "!" not in text and "！" not in text, "no exclamation marks"


def test_the_pages_read_what_the_file_says() -> None:
    assert translations().gettext("Work list") == "待办"
    assert translations().ngettext("for %(num)s day", "for %(num)s days", 3) == "已等 %(num)s 天"


def test_a_gap_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check can fail: a sentence without Chinese, one that is gone, and a lost placeholder."""
    stale = tmp_path / "messages.po"
    stale.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Gone"\nmsgstr "没了"\n\n'
        '#, python-format\nmsgid "%(n)s declarations"\nmsgstr "若干份申报"\n\nmsgid "Work list"\nmsgstr ""\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(po_cli, "CATALOGUE", stale)
    found = po_cli.gaps(po_cli.sentences(), po_cli.catalogue())
    assert "Work list" in found["missing"]
    assert found["obsolete"] == ["Gone"]
    assert found["wrong"] == ["%(n)s declarations"]
    result = CliRunner().invoke(po_cli.app, ["check"])
    assert (result.exit_code, "Gone" in result.stdout) == (1, True)


def test_update_keeps_what_stands_takes_what_is_given_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = po_cli.CATALOGUE.read_text(encoding="utf-8")
    copy, words = tmp_path / "zh/messages.po", tmp_path / "words.tsv"
    copy.parent.mkdir()
    copy.write_text(source.replace('msgid "Inbox"\nmsgstr "消息"', 'msgid "Gone"\nmsgstr "没了"'), encoding="utf-8")
    words.write_text("Inbox\t消息\nWork list\t不覆盖\n", encoding="utf-8")
    monkeypatch.setattr(po_cli, "CATALOGUE", copy)
    result = CliRunner().invoke(po_cli.app, ["update", "--words", str(words)])
    assert json.loads(result.stdout) == {"missing": [], "obsolete": [], "wrong": []}
    assert copy.read_text(encoding="utf-8") == source


def test_labels_and_refusals_stand_in_both_languages() -> None:
    labels = (moves.STATE_LABELS, moves.REPORT_STATE_LABELS, moves.DESK_LABELS, moves.ROLE_LABELS, REFUSALS, TEMPLATES)
    for table in labels:
        for key, (chinese, english) in table.items():
            assert chinese == "{zh}" or re.search("[\u4e00-\u9fff]", chinese), key
            assert english == "{en}" or re.search("[a-z]{2}", english), key
            assert set(re.findall(r"{(\w+)}", chinese)) - {"zh"} == set(re.findall(r"{(\w+)}", english)) - {"en"}, key
