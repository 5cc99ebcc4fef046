"""离线填报 in the browser's hands: take the workbook, bring it back, look, confirm, take the marked file."""

import io
import re
from urllib.parse import unquote

from openpyxl import load_workbook

from tests.domain.factories import File, make_declaration
from tests.services.offline.books import at, column, typed
from tests.web.clicking import Web
from workflow.documents.offline.reading import read_book

AMOUNT = "项目当年预算（万元）"


def taken(web: Web, file: File) -> bytes:
    """The workbook of the file's task and unit."""
    row = file.read()
    answer = web.post("filer_a", "/offline/template", {"task": row.task_id, "unit": row.unit_id})
    assert answer.status_code == 200
    assert "离线填报表.xlsx" in unquote(answer.headers["Content-Disposition"])
    return bytes(answer.data)


def brought(web: Web, raw: bytes, name: str = "离线.xlsx") -> str:
    """The address of what the upload would change."""
    answer = web.post("filer_a", "/offline/", {"file": (io.BytesIO(raw), name)})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_take_bring_back_confirm(web: Web) -> None:
    good, bad = (make_declaration(web.world, content="jianghan-2024/02-labour-inspection") for _ in range(2))
    assert "下载填报表" in web.page("filer_a", "/offline/").text
    place = brought(web, typed(taken(web, good), at("项目", AMOUNT, 0, 88.5), at("指标", "三级指标", 0, "改了名")))
    page = web.page("filer_a", place).text
    for words in ("88.50", "改了名", "还没有写入草稿", "确认写入 1 个项目", "第 3 行"):
        assert words in page
    assert good.document().budget_year != "88.50"
    assert web.post("filer_a", f"{place}/apply").status_code == 303
    assert good.document().budget_year == "88.50"
    assert "已写入" in web.page("filer_a", place).text

    place = brought(web, typed(taken(web, bad), at("项目", AMOUNT, 0, "很多钱")))
    page = web.page("filer_a", place).text
    assert "“很多钱”不是金额" in page
    assert "确认写入" not in page
    assert "待您确认" not in page, "nothing is left to be confirmed"
    back = web.get("filer_a", f"{place}/file.xlsx")
    cell = (book := load_workbook(io.BytesIO(back.data)))["项目"].cell(3, column(book, "项目", AMOUNT))
    assert (cell.value, "不是金额" in str(cell.comment)) == ("很多钱", True)
    assert read_book(back.data).stamp, "it can be brought back again"


def test_files_that_are_none(web: Web) -> None:
    for name, raw, words in (
        ("空.xlsx", b"", "是空文件"),
        ("假.xlsx", b"PK\x03\x04" + bytes(60), "不完整"),
        ("信.csv", "项目名称,金额".encode("gbk"), "另存为“Excel工作簿"),
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "另存为“Excel工作簿"),
        ("锁.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
    ):
        answer = web.post("filer_a", "/offline/", {"file": (io.BytesIO(raw), name)})
        said = re.sub(r"\s+", "", answer.get_data(as_text=True))
        assert (answer.status_code, name in said, words.replace(" ", "") in said) == (422, True, True), name
    assert web.post("filer_a", "/offline/", {}).status_code == 422
