"""The editor's page and what its script speaks to: saving, buttons, pasting, in the words of the domain."""

import re
from collections import Counter
from time import process_time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.domain.factories import File, declaration_at, make_declaration, move
from tests.domain.hands import explain_all
from tests.services.editing.hands import WIDE, counted, put, returned, text, uids
from tests.services.editing.test_paste import HEADINGS, excel, thirty
from tests.web.clicking import Web
from workflow.canonical.profile import shipped

WHO = "filer_own_a"
PAGE_STATEMENTS, EDIT_STATEMENTS = 45, 50
SECONDS = 0.3
"""Of this process: what other tests do to the machine meanwhile is not its fault."""


def ask(web: Web, file: File, what: Any, where: str = "", who: str = WHO, **headers: str) -> TestResponse:
    """One request of the script."""
    given = {"Accept": "application/json", "X-CSRFToken": web.token(), **headers}
    return web.client(who).post(f"/declarations/{file.id}/edit{where}", json=what, headers=given)


def answer(web: Web, file: File, what: Any, where: str = "", **headers: str) -> dict[str, Any]:
    response = ask(web, file, what, where, **headers)
    assert response.status_code == 200, response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json()
    return found


@pytest.fixture
def file(web: Web) -> File:
    return make_declaration(web.world, unit="hr_own", content=WIDE)


# --- the page --------------------------------------------------------------------------------------------------------


def test_all_parts_and_fields_of_the_form_in_the_order_of_the_paper(web: Web, file: File) -> None:
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    profile = shipped()["jianghan-2024"]
    places = [page.html.index(f'id="s-{section.name}"') for section in profile.sections]
    assert places == sorted(places)
    fields = [page.html.index(f'name="basics/-/{field.name}"') for field in profile.header_fields()]
    assert fields == sorted(fields)
    for cell in (
        "goals/g1/text",
        "indicators/i051/weight",
        "expenditure_lines/e7/amounts.other",
        "block_weights/w1/weight",
    ):
        assert f'name="{cell}"' in page.html
    assert page.faults == []
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("filer_own_b", 200), ("head_own_a", 403), ("auditor", 403), ("reviewer_a", 409), ("filer_a", 404)],
)
def test_who_may_open_it(web: Web, file: File, who: str, status: int) -> None:
    web.page(who, f"/declarations/{file.id}/edit", status)


def test_the_department_corrects_on_the_same_page(web: Web) -> None:
    file = declaration_at(web.world, "drafted/department")
    page = web.page("reviewer_a", f"/declarations/{file.id}/edit")
    assert "您在主管部门环节修改" in page.text
    result = answer_of(web, file, "reviewer_a", "basics/-/establishment_basis", "更正")
    assert result["outcome"] == "applied"


def answer_of(web: Web, file: File, who: str, path: str, new: str) -> dict[str, Any]:
    response = ask(web, file, [{"path": path, "old": text(file, path), "new": new}], who=who)
    found: dict[str, Any] = response.get_json()["results"][0]
    return found


def test_a_returned_file_shows_comments_beside_their_cells_and_locks_the_rest(web: Web) -> None:
    file = returned(web.world, "indicators/i013/target", "goals")
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    row = page.html.index('data-row="indicators/i013"')
    note = page.html.index('data-notes="indicators/i013"')
    assert row < note < page.html.index("请核对", note) < page.html.index('data-row="indicators/i014"')
    assert page.html.count(" readonly") > 50
    assert page.text.count("申请解锁") >= 5
    assert "只能修改退回意见涉及的内容" in page.text


# --- saving ----------------------------------------------------------------------------------------------------------


def test_the_answer_says_everything_that_follows(web: Web, file: File) -> None:
    version = file.read().version
    changes = [
        {"kind": "set", "path": "basics/-/budget_year", "old": "6,793.00", "new": "6763"},
        {"kind": "set", "path": "indicators/i027/weight", "old": "2", "new": "六"},
        {"kind": "set", "path": "basics/-/phone", "old": "nobody saw this", "new": "1"},
    ]
    found = answer(web, file, changes)
    assert found["version"] == version + 1
    assert [item["outcome"] for item in found["results"]] == ["applied", "unparsed", "conflict"]
    assert found["results"][0]["value"] == "6,763.00"
    assert found["results"][1]["message"] == "“六”不是权重，请填 0 到 100 的数"
    assert found["results"][2]["theirs"] == "027-5550104"
    errors = [item for item in found["findings"] if item["severity"] == "error" and not item["explained"]]
    assert found["counts"]["error"] == len(errors) + 1
    assert "sources_match_budget" not in {item["rule"] for item in found["findings"]}
    assert found["marks"]["indicators/i027/weight"]["state"] == "error"
    assert found["totals"]["weights"] == {"text": "78", "ok": False}
    assert len(found["version_code"]) == 12
    assert file.hash().startswith(found["version_code"])
    notes = {place for place in found["html"] if place.startswith("[data-notes-of")}
    assert set(found["html"]) - notes == {"#editor-nav", "#findings", "[data-counts]"}
    assert found["html"]['[data-notes-of="funding"]'].strip() == "", "sources and budget are equal by now"


def test_a_bare_list_and_an_object_are_both_understood(web: Web, file: File) -> None:
    one = {"path": "basics/-/phone", "old": "027-5550104", "new": "1"}
    assert answer(web, file, [one])["results"][0]["outcome"] == "applied"
    assert answer(web, file, {"changes": [{**one, "old": "1", "new": "2"}]})["results"][0]["outcome"] == "applied"


NONSENSE: dict[str, Any] = {
    "nothing": None,
    "text": "text",
    "number": 5,
    "empty object": {},
    "no list": {"changes": "x"},
    "no objects": [5],
    "no path": [{"new": "x"}],
    "path is a number": [{"path": 5}],
    "no text": [{"path": "a", "new": None}],
    "unknown kind": [{"path": "a", "kind": "drop"}],
    "too many": [{"path": "p", "new": "x"}] * 2001,
    "endless path": [{"path": "x" * 500}],
}


@pytest.mark.parametrize("what", NONSENSE.values(), ids=list(NONSENSE))
def test_nonsense_is_refused_in_words(web: Web, file: File, what: Any) -> None:
    before = file.hash()
    response = ask(web, file, what)
    assert (response.status_code, response.get_json()["error"]) == (422, "bad_change")
    assert file.hash() == before


@pytest.mark.parametrize("where", ["", "/do", "/paste"])
def test_brackets_without_end_are_a_bad_request(web: Web, file: File, where: str) -> None:
    given = {"Accept": "application/json", "X-CSRFToken": web.token(), "Content-Type": "application/json"}
    for body in ("[" * 200_000 + "]" * 200_000, '{"a":' * 200_000 + "1" + "}" * 200_000):
        response = web.client(WHO).post(f"/declarations/{file.id}/edit{where}", data=body, headers=given)
        assert response.status_code == 400


def test_a_paste_goes_to_a_table_that_the_form_has(web: Web, file: File) -> None:
    body = {"section": "expenditure_lines", "horizon": "annual", "text": "a\tb"}
    response = ask(web, file, body, "/paste")
    assert (response.status_code, response.get_json()["error"]) == (422, "bad_path")


def test_broken_json_is_refused(web: Web, file: File) -> None:
    headers = {"Accept": "application/json", "X-CSRFToken": web.token(), "Content-Type": "application/json"}
    client = web.client(WHO)
    assert client.post(f"/declarations/{file.id}/edit", data=b"[{", headers=headers).status_code == 422
    assert client.post(f"/declarations/{file.id}/edit", data=b"\xff", headers=headers).status_code == 422


def test_markup_that_was_typed_is_text_everywhere(web: Web, file: File) -> None:
    evil = '<img src=x onerror="alert(1)">"\'</textarea><script>alert(2)</script>'
    put(file, WHO, "basics/-/project_name", evil)
    put(file, WHO, "basics/-/budget_year", evil)
    name, target = "indicators/i001/level3", "indicators/i001/target"
    changes = [
        {"path": name, "old": text(file, name), "new": evil},
        {"path": target, "old": text(file, target), "new": ""},
    ]
    found = answer(web, file, changes)
    assert all("<img" not in piece and "<script" not in piece for piece in found["html"].values())
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    assert page.faults == []
    assert "<img src=x" not in page.html


def test_without_token_session_or_the_same_person_nothing_is_stored(web: Web, file: File) -> None:
    change = [{"path": "basics/-/phone", "old": "027-5550104", "new": "1"}]
    before = file.hash()
    assert ask(web, file, change, **{"X-CSRFToken": ""}).status_code == 400
    signed_out = web.app.test_client().post(
        f"/declarations/{file.id}/edit", json=change, headers={"Accept": "application/json"}
    )
    assert signed_out.status_code in (400, 401)
    other = f"{web.world.people['filer_own_b']}:{file.id}"
    assert ask(web, file, change, **{"X-Editor": other}).status_code == 401
    assert file.hash() == before
    own = f"{web.world.people[WHO]}:{file.id}"
    assert ask(web, file, change, **{"X-Editor": own}).status_code == 200


def test_a_file_that_went_on_says_who_sent_it(web: Web, file: File) -> None:
    explain_all(file)
    move(file, "filer_own_b", "send_up")
    response = ask(web, file, [{"path": "basics/-/phone", "old": "027-5550104", "new": "1"}])
    assert response.status_code == 409
    assert response.get_json()["message"] == "文件现在不在可以修改的环节：人员filer_own_b 已于 2025-03-03 09:00 送审"
    assert response.get_json()["facts"]["last_actor"] == "人员filer_own_b"


# --- buttons and pastes ----------------------------------------------------------------------------------------------


def test_a_new_row_comes_back_as_a_part_of_the_page(web: Web, file: File) -> None:
    first = uids(file, "indicators", "annual")[0]
    found = answer(web, file, {"do": f"add:indicators:annual:{first}"}, "/do", **{"Idempotency-Key": "ab" * 16})
    made = uids(file, "indicators", "annual")[1]
    assert made == "ab" * 6
    assert f'data-row="indicators/{made}"' in found["html"]['[data-part="annual"]']
    assert text(file, f"indicators/{made}/level1") == "成本指标"
    again = answer(web, file, {"do": f"add:indicators:annual:{first}"}, "/do", **{"Idempotency-Key": "ab" * 16})
    assert len(uids(file, "indicators", "annual")) == 26
    assert again["results"][0]["outcome"] == "same"


def test_a_removed_row_leaves_the_page(web: Web, file: File) -> None:
    found = answer(web, file, {"do": "remove:expenditure_lines/e1"}, "/do")
    part = found["html"]['[data-part="details"]']
    assert "expenditure_lines/e1/" not in part and "expenditure_lines/e2/" in part
    assert found["totals"]["lines/local"]["text"] == "164.65"


def test_choosing_a_level_of_another_group_redraws_the_table(web: Web, file: File) -> None:
    found = answer(web, file, [{"path": "indicators/i027/level2", "old": "经济成本指标", "new": "时效指标"}])
    assert '[data-part="annual"]' in found["html"]


def test_a_paste_of_thirty_rows_and_its_undo(web: Web, file: File) -> None:
    before = file.hash()
    body = {"section": "indicators", "horizon": "annual", "row": "", "column": "", "text": excel([HEADINGS, *thirty()])}
    found = answer(web, file, body, "/paste")
    assert re.fullmatch(r"已粘贴 30 行、3 格\w+", found["line"])
    assert found["undo"] is True
    assert found["html"]['[data-part="annual"]'].count("data-row=") == 55 + 1  # the block of weights is in this part
    undone = answer(web, file, {"do": "undo"}, "/do")
    assert undone["line"] == "已撤销"
    assert file.hash() == before
    assert ask(web, file, {"do": "undo"}, "/do").status_code == 422


def test_an_unknown_button_saves_only(web: Web, file: File) -> None:
    before = file.hash()
    assert answer(web, file, {"do": "terminate:all"}, "/do")["results"] == []
    assert file.hash() == before


def test_filling_an_empty_cell_of_the_money_table(web: Web, file: File) -> None:
    add = {"kind": "add", "path": "funding_sources/other", "values": {"nature": "", "source": "other", "amount": "30"}}
    found = answer(web, file, [add])
    assert found["totals"]["funding"]["text"] == "6,793.00"
    assert '[data-part="funding"]' not in found["html"]


def test_an_unreadable_cell_is_said_once_and_before_sending_up_too(web: Web, file: File) -> None:
    put(file, WHO, "basics/-/budget_year", "6,79x3")
    put(file, WHO, "basics/-/phone", "abc")
    for where in ("", "/moves/send_up"):
        page = web.page(WHO, f"/declarations/{file.id}{where}").html
        assert "“6,79x3”不是金额" in page and "“abc”不是电话号码" in page, where
        assert len(re.findall('<a href="[^"]*#c-basics_-_budget_year"', page)) == 1, "not also: to be filled"
    assert put(file, WHO, "basics/-/phone", "027-5550104 转 8012").outcome == "applied"


def test_ticks_are_true_and_a_formula_is_typed_with_letters(web: Web, file: File) -> None:
    put(file, WHO, "basics/-/prior_evaluation", "")
    page = web.page(WHO, f"/declarations/{file.id}/edit").html
    done = re.findall(r'class="is-done"[^>]*data-section="(\w+)"', page)
    assert "history" not in done and "basics" in done
    typed = re.findall(r'<input +name="expenditure_lines/[^"]+/amounts[^>]*>', page)
    assert typed and not any("inputmode" in control for control in typed)
    assert re.search(r'<input +name="funding_sources/[^"]+/amount"[^>]*inputmode="decimal"', page)


# --- how fast --------------------------------------------------------------------------------------------------------


def test_statements_and_time_of_a_page_and_an_edit(web_on_both: Web) -> None:
    file = make_declaration(web_on_both.world, unit="hr_own", content=WIDE)
    web_on_both.page(WHO, f"/declarations/{file.id}/edit")  # templates are compiled by now
    with counted() as statements:
        web_on_both.page(WHO, f"/declarations/{file.id}/edit")
    assert len(statements) <= PAGE_STATEMENTS, "\n".join(statements)
    rows = uids(file, "indicators")[:30]
    seconds = []
    for basis in ("计划标准", "行业标准", "历史标准"):
        paths = [f"indicators/{uid}/basis" for uid in rows]
        changes = [{"path": path, "old": text(file, path), "new": basis} for path in paths]
        with counted() as statements:
            begin = process_time()
            found = answer(web_on_both, file, changes)
            seconds.append(process_time() - begin)
        assert len(statements) <= EDIT_STATEMENTS, "\n".join(statements)
        assert [item["outcome"] for item in found["results"]] == ["applied"] * 30
    assert min(seconds) < SECONDS
