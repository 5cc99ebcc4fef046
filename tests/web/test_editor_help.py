"""What the editor does for the clerk on request: suggestions taken over, weights spread, findings explained."""

import re
from typing import Any

import pytest

from tests.domain.factories import File, make_declaration, rows_of
from tests.services.editing.hands import WEIGHTED, WIDE, put, raw, text, trail, uids
from tests.web.clicking import Web
from tests.web.test_editor import WHO, answer, ask
from workflow.models import AuditEntry, Waiver


@pytest.fixture
def file(web: Web) -> File:
    return make_declaration(web.world, unit="hr_own", content=WIDE)


def adoption(found: dict[str, Any]) -> str:
    """The button that takes the suggestion about the doubled percent sign over; "" where there is none."""
    keys = [item["key"] for item in found["findings"] if item["rule"] == "percent_sign_once"]
    button = f"adopt:{keys[0]}" if keys else "none"
    return button if f'value="{button}"' in found["html"]["#findings"] else ""


# --- 采用 -------------------------------------------------------------------------------------------------------------


def test_a_suggestion_goes_into_its_cell_and_comes_out_again(web: Web, file: File) -> None:
    path = "indicators/i013/target"
    before = text(file, path)
    button = adoption(answer(web, file, [{"path": path, "old": before, "new": "95%%"}]))
    done = answer(web, file, {"do": button}, "/do", **{"Idempotency-Key": "cd" * 16})
    assert (text(file, path), done["line"]) == ("95%", "已改为“95%”")
    assert adoption(done) == "", "what was taken over is no finding any more"
    again = answer(web, file, {"do": button}, "/do", **{"Idempotency-Key": "cd" * 16})
    assert again["results"] == [] and text(file, path) == "95%"
    assert ask(web, file, {"do": button}, "/do").get_json()["error"] == "finding_gone"
    answer(web, file, {"do": "undo"}, "/do")
    assert text(file, path) == "95%%"


def test_without_script_the_button_saves_what_was_typed_first(web: Web, file: File) -> None:
    path = "indicators/i013/target"
    put(file, WHO, path, "95%%")
    button = adoption(answer(web, file, []))
    assert f'value="{button}"' in web.page(WHO, f"/declarations/{file.id}/edit").html
    response = web.post(WHO, f"/declarations/{file.id}/edit/form", {"basics/-/phone": "1", "do": button})
    assert response.headers["Location"].endswith("#c-indicators_i013_target"), response.headers
    assert (text(file, path), text(file, "basics/-/phone")) == ("95%", "1")


def test_the_same_indicator_in_the_other_table_gets_it_too(web: Web, file: File) -> None:
    twins = [row for row in file.document().indicators if row.level3 == file.document().indicators[0].level3][:2]
    for row in twins:
        put(file, WHO, f"indicators/{row.uid}/target", "95%%")
    button = adoption(answer(web, file, []))
    answer(web, file, {"do": button}, "/do")
    assert {text(file, f"indicators/{row.uid}/target") for row in twins} == {"95%"}
    assert len(twins) == len(uids(file, "goals")), "the example repeats its table"


def test_advice_and_words_for_a_part_of_a_text_are_no_buttons(web: Web, file: File) -> None:
    """The example has a wrong sum inside a long basis, and targets that cannot be checked."""
    put(file, WHO, "indicators/i019/target", "有效促进")
    found = answer(web, file, [])
    advised = {item["rule"]: item["key"] for item in found["findings"]}
    for rule in ("formula_result", "rate_has_percent"):
        assert f"adopt:{advised[rule]}" not in found["html"]["#findings"]
        assert ask(web, file, {"do": f"adopt:{advised[rule]}"}, "/do").get_json()["error"] == "finding_gone"


# --- 情况说明 ---------------------------------------------------------------------------------------------------------


def test_a_warning_is_explained_and_finance_sees_it_explained(web: Web, file: File) -> None:
    path = "indicators/i013/target"
    found = answer(web, file, [{"path": path, "old": text(file, path), "new": "95%%"}])
    [warning] = [item for item in found["findings"] if item["rule"] == "percent_sign_once"]
    before = found["counts"]["warning"]
    address = f"/declarations/{file.id}/edit/explain"
    assert web.post(WHO, address, {"key": warning["key"], "reason": "按上级文件原文"}).status_code == 303
    assert answer(web, file, [])["counts"]["warning"] == before - 1
    assert [item.rule for item in rows_of(file, Waiver, "declaration_id")] == ["percent_sign_once"]
    assert rows_of(file, AuditEntry, action="waive")
    for who, page in ((WHO, f"/declarations/{file.id}/edit"), ("auditor", f"/declarations/{file.id}?tab=findings")):
        shown = web.page(who, page).text
        explained = shown[shown.index("已说明情况") :]
        assert "按上级文件原文" in explained and "百分号重复" in explained


def test_the_unit_and_finance_see_the_same_list(web: Web, file: File) -> None:
    put(file, WHO, "indicators/i013/target", "95%%")
    put(file, WHO, "indicators/i014/target", "")
    lists = []
    for who, page in ((WHO, f"/declarations/{file.id}/edit"), ("auditor", f"/declarations/{file.id}?tab=findings")):
        found = web.page(who, page).html
        part = found[found.index('<div class="findings">') :]
        titles = re.findall(r'finding-title">.*?</svg>(.*?) <span class="count">(\d+)', part, re.DOTALL)
        lists.append((titles, re.findall(r'finding-text">(.*?)</p>', part)))
    assert lists[0] == lists[1]
    assert len(lists[0][0]) >= 2 and len(lists[0][1]) >= 3


# --- 指标权重分配 -----------------------------------------------------------------------------------------------------


def test_weights_are_spread_over_all_or_over_the_empty_ones(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WEIGHTED)
    cells = [f"indicators/{uid}/weight" for uid in uids(file, "indicators", "annual")]
    before = file.hash()
    assert ask(web, file, {"do": "distribute:empty"}, "/do").get_json()["error"] == "no_weight_to_give"
    done = answer(web, file, {"do": "distribute:all"}, "/do")
    assert done["totals"]["weights"] == {"text": "80", "ok": True}
    assert {text(file, cell) for cell in cells} == {"10", "5"}, "equal inside each block"
    assert done["line"] == f"已分配 {len(cells)} 个指标的权重"
    answer(web, file, {"do": "undo"}, "/do")
    assert file.hash() == before
    put(file, WHO, cells[0], "一半")
    put(file, WHO, cells[1], "")
    put(file, WHO, cells[2], "")
    done = answer(web, file, {"do": "distribute:empty"}, "/do")
    assert (raw(file)[cells[0]], done["totals"]["weights"]["text"]) == ("一半", "80")
    assert len([path for path, _old, _new in trail(file) if path in cells[1:3]]) == 4


def test_a_form_without_weights_offers_none(web: Web) -> None:
    file = make_declaration(web.world)
    assert ask(web, file, {"do": "distribute:all"}, "/do", who="filer_a").get_json()["error"] == "no_weights_here"
    assert "distribute:" not in web.page("filer_a", f"/declarations/{file.id}/edit").html


# --- 算式 -------------------------------------------------------------------------------------------------------------

AMOUNT, BASIS = "expenditure_lines/e1/amounts.local", "expenditure_lines/e1/basis"


def test_a_formula_is_calculated_and_kept_in_the_basis(web: Web, file: File) -> None:
    before, hashed = {path: text(file, path) for path in (AMOUNT, BASIS)}, file.hash()
    change = {"path": AMOUNT, "old": before[AMOUNT], "new": "2200元×12月×17人"}
    for _ in range(2):  # the second is the same request after a lost answer
        done = answer(web, file, [change])
        assert done["results"][0]["value"] == "44.88"
        assert text(file, BASIS).removeprefix(before[BASIS]).lstrip("；") == "2200元×12月×17人=44.88万元"
    assert done["totals"]["lines/local"]["text"] != ""
    answer(web, file, {"do": "undo"}, "/do")
    assert file.hash() == hashed
    answer(web, file, [change | {"new": "(2200元*12"}])
    assert (raw(file)[AMOUNT], text(file, BASIS)) == ("(2200元*12", before[BASIS])


def test_without_script_a_formula_is_calculated_too(web: Web, file: File) -> None:
    response = web.post(
        WHO, f"/declarations/{file.id}/edit/form", {AMOUNT: "=2200*12*17", BASIS: "人员工资"}
    )  # in any order
    assert response.status_code == 303
    assert (text(file, AMOUNT), text(file, BASIS)) == ("44.88", "人员工资；2200*12*17=44.88万元")


def test_what_a_formula_comes_to_is_told_while_it_is_typed(web: Web, file: File) -> None:
    before = file.hash()
    told = [answer(web, file, {"text": given}, "/estimate") for given in ("2200元×12月×17人", "2元*3元", "")]
    assert told[0] == {"amount": "44.88", "words": "= 44.88 万元（448,800.00 元）"}
    assert "算不出金额" in told[1]["problem"]
    assert told[2] == {"problem": ""}
    assert ask(web, file, {"text": "2*3"}, "/estimate", who="filer_other").status_code == 404
    assert file.hash() == before


# --- 成本指标 = 当年预算 ---------------------------------------------------------------------------------------------


def test_a_total_cost_takes_the_budget_and_is_told_when_it_changes(web: Web, file: File) -> None:
    uid = uids(file, "indicators", "annual")[0]
    name, target, budget = f"indicators/{uid}/level3", f"indicators/{uid}/target", "basics/-/budget_year"
    refused = ask(web, file, {"do": f"bind:{uid}"}, "/do")
    assert refused.get_json()["error"] == "not_a_total_cost"

    def offered(found: dict[str, Any]) -> str:
        return str(found["html"]['[data-notes-of="annual"]'])

    found = answer(web, file, [{"path": name, "old": text(file, name), "new": "项目总成本"}])
    assert "= 当年预算 ≤6793.00万元" in offered(found)
    done = answer(web, file, {"do": f"bind:{uid}"}, "/do")
    assert text(file, target) == "≤6793.00万元"
    assert "bind:" not in offered(done) and "预算变动时会提醒" in offered(done)
    found = answer(web, file, [{"path": budget, "old": "6793.00", "new": "6800"}])
    assert text(file, target) == "≤6793.00万元", "nothing is rewritten silently"
    assert "更新为 ≤6800.00万元" in offered(found)
    answer(web, file, {"do": f"bind:{uid}"}, "/do")
    assert text(file, target) == "≤6800.00万元"
    found = answer(web, file, [{"path": target, "old": "≤6800.00万元", "new": "≤6000万元"}])
    assert "更新为" not in offered(found) and "= 当年预算 ≤6800.00万元" in offered(found)
    found = answer(web, file, [{"path": target, "old": "≤6000万元", "new": "=6,800万元"}])
    assert "bind:" not in offered(found), "it agrees, however it is written"
