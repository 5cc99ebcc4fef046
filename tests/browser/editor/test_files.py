"""Attachments as they are chosen and sent by a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import Sit
from tests.browser.editor.desk import Clerk
from tests.domain.factories import File, rows_of
from tests.services.editing.hands import text
from tests.services.editing.test_attachments import PDF
from workflow.models import Attachment

pytestmark = pytest.mark.browser
BASIS = "basics/-/establishment_basis"


def upload(clerk: Clerk, folder: Path, *files: tuple[str, bytes]) -> None:
    for name, content in files:
        (folder / name).write_bytes(content)
    clerk.page.locator("#f-file").set_input_files([folder / name for name, _ in files])
    clerk.page.get_by_role("button", name="上传").click()


def test_a_right_file_is_listed_opened_and_removed_and_typing_goes_along(sit: Sit, file: File, tmp_path: Path) -> None:
    clerk = sit().open(file)
    clerk.type(BASIS, "上传前还没保存的")
    clerk.page.locator("#f-purpose").select_option(index=1)
    upload(clerk, tmp_path, ("立项依据 一.pdf", PDF), ("二.pdf", PDF + b"2"))
    listed = clerk.page.locator("#s-attachments .files li")
    expect(listed).to_have_count(2)
    expect(listed.first).to_contain_text("立项依据 一.pdf")
    clerk.reads(BASIS, "上传前还没保存的")
    assert text(file, BASIS) == "上传前还没保存的"
    with clerk.page.expect_download() as got:
        listed.first.get_by_role("link").click()
    assert got.value.suggested_filename == "立项依据 一.pdf"
    listed.first.get_by_role("button").click()
    expect(listed).to_have_count(1)
    assert [row.name for row in rows_of(file, Attachment, "owner_id")] == ["二.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("方案.exe", b"MZ" * 20, "不是可接受的文件"),
        ("方案.pdf", b"MZ" * 999, "内容与扩展名不符"),
        ("大.pdf", PDF + b"0" * (21 << 20), "每个文件最多 20 MB"),
    ],
)
def test_a_wrong_file_is_refused_in_words(
    sit: Sit, file: File, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    clerk = sit().open(file)
    upload(clerk, tmp_path, (name, content))
    expect(clerk.page.locator(".error-summary")).to_contain_text(words)
    clerk.page.locator(".error-summary a").first.click()
    expect(clerk.page.locator("#f-file")).to_be_in_viewport()
    assert rows_of(file, Attachment, "owner_id") == []
    clerk.put(BASIS, "之后照常填写")  # the page of a refusal is the editor itself
    clerk.forgive("422", "413")
