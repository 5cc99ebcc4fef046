"""The reviewer's desk by its pages: differences, findings as comments, the review sheet, late comments, phrases."""

import re

import pytest
from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import File, adjustment_of, bring, declaration_at, make_declaration, move, rows_of
from tests.web.clicking import Web
from workflow import db
from workflow.models import Comment, Declaration, Phrase, ReviewSheet
from workflow.services import phrases

TARGET, OTHER = "indicators/i002/target", "indicators/i003/target"
TICKS = {f"tick_{key}": "met" for key in ("completeness", "relevance", "appropriateness", "feasibility")}
SCRIPT = {"headers": {"Accept": "application/json"}}


@pytest.fixture(scope="module")
def again(web: Web) -> File:
    """Submitted a second time: one comment answered by a change, one kept, a text changed that nobody asked about."""
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    hands.comment(file, "section_a", TARGET, text="目标偏低")
    hands.comment(file, "section_a", "goals/g1/text", text="请细化")
    move(file, "section_a", "return", reason="整体请再核")
    hands.type_in(file, "filer_own_a", TARGET, "≥8次")
    hands.type_in(file, "filer_own_a", "basics/-/budget_total", "12.50")
    with db.unit_of_work(write=True) as session:
        for item in session.exec(select(Comment).where(Comment.object_id == file.id)):
            item.answer, item.answer_text = ("changed", "") if item.path == TARGET else ("kept", "已按规划细化")
            item.answered_by, item.answered_at = web.world.people["filer_own_a"], item.created_at
    return bring(file, "submitted/section")


def test_the_difference_shows_old_new_share_and_each_comment_in_its_place(web: Web, again: File) -> None:
    text = web.page("section_a", f"/declarations/{again.id}").text
    assert "比较对象 第 1 次报送" in text and "修改 2 处" in text and "1 条意见对应内容未改" in text
    assert "≥5次 ≥8次 +3（+60.0%） 意见 人员section_a" in text and "+2.50（+25.0%）" in text
    kept = text[text.index("请细化") :]
    assert kept.index("已按规划细化") < 100 and "未改动" in text[: text.index("请细化")]
    assert text.index("整体请再核") < text.index("目标偏低"), "what is about the whole form stands above"
    assert "年度绩效目标表 无变化" in text


def test_the_whole_form_is_one_click_away_and_every_place_is_there_once(web: Web, again: File) -> None:
    page = web.page("section_a", f"/declarations/{again.id}")
    assert f"/declarations/{again.id}?tab=findings&view=form" in page.links
    places = [name for name in page.ids if name.startswith("c-")]
    assert len(places) == len(set(places))
    whole = web.page("section_a", f"/declarations/{again.id}?view=form")
    assert set(places) == {name for name in whole.ids if name.startswith("c-")}
    assert "diff-row" not in whole.html
    for asked in ("view=difference&base=last_year", "view=what&base=ever"):
        assert web.get("section_a", f"/declarations/{again.id}?{asked}").status_code == 200


def test_a_first_submission_is_compared_with_last_years_approval_by_those_who_check(web: Web) -> None:
    old = declaration_at(web.world, "approved", fiscal_year=2024)
    new = make_declaration(web.world)
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, new.id).project_id = session.get_one(Declaration, old.id).project_id
    hands.type_in(new, "filer_a", TARGET, "≥4次")
    assert "diff-row" not in web.page("filer_a", f"/declarations/{new.id}").html
    bring(new, "submitted/section")
    text = web.page("section_a", f"/declarations/{new.id}").text
    assert "比较对象 2024 年批复" in text and "≥5次 ≥4次 -1（-20.0%）" in text
    adjusted = adjustment_of(declaration_at(web.world, "approved"), target="")
    page = web.page("filer_a", f"/declarations/{adjusted.id}")
    assert "比较对象" not in page.text and "差异 全文" in page.text, "nothing differs yet: the form"


def test_a_comment_leads_back_to_its_cell(web: Web, again: File) -> None:
    path = f"/declarations/{again.id}/comments"
    response = web.post("section_a", path, {"path": "goals/g1/text", "text": "仍需细化", "view": "form"})
    place = response.headers["Location"]
    assert place.endswith("#c-goals_g1_text") and "view=form" in place and "made=" in place
    page = web.page("section_a", place)
    assert "c-goals_g1_text" in page.ids and page.html.count("data-fresh") == 1


def test_findings_become_internal_comments_by_one_click(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", content="jianghan-2024/02-labour-inspection")
    page = web.page("section_a", f"/declarations/{file.id}")
    keys = re.findall(r'name="key" value="(\w+)"', page.html)
    assert keys and "转为意见" in page.text
    for who in ("filer_a", "auditor", "performance_a"):
        assert "转为意见" not in web.page(who, f"/declarations/{file.id}?tab=findings").text
    response = web.post("section_a", f"/declarations/{file.id}/comments/findings", {"key": keys})
    assert f"#finding-{keys[0][:12]}" in response.headers["Location"]
    text = web.page("section_a", response.headers["Location"]).text
    assert "已转为意见" in text and "全部转为意见" not in text
    thread = web.page("section_a", f"/declarations/{file.id}?tab=comments").text
    assert "内部，不随退回发出" in thread and "0 条意见将随退回发出" in thread
    gone = web.post("section_a", f"/declarations/{file.id}/comments/findings", {"key": "x"})
    assert gone.status_code == 422 and "请刷新" in gone.get_data(as_text=True)
    the_internal_ones_are_not_forgotten(web, file)


def the_internal_ones_are_not_forgotten(web: Web, file: File) -> None:
    """The page of the return says what stays behind, and one click takes all of it along; the queue is not lost."""
    made, here = len(rows_of(file, Comment)), f"/declarations/{file.id}"
    assert f"另有 {made} 条内部意见不会发出" in web.page("section_a", f"{here}/moves/return").text
    every = f"{here}/comments/publish?queue=due"
    assert every in [form.action for form in web.page("section_a", f"{here}?tab=comments&queue=due").forms]
    assert web.post("section_b", every).status_code == 303  # nothing of hers is there
    assert [item for item in rows_of(file, Comment) if item.published_at] == []
    assert "queue=due" in web.post("section_a", every).headers["Location"]
    assert all(item.published_at for item in rows_of(file, Comment))
    assert "条内部意见不会发出" not in web.page("section_a", f"{here}/moves/return").text


def sheet_of(file: File) -> ReviewSheet:
    [found] = rows_of(file, ReviewSheet, "declaration_id")
    assert isinstance(found, ReviewSheet)
    return found


def test_the_sheet_is_saved_while_it_is_filled_in_and_stands_on_the_page_that_passes(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    sheet = f"/declarations/{file.id}/sheet"
    said = web.post("section_a", sheet, {"completeness": "met"}, **SCRIPT).get_json()
    assert "还有 3 项未填" in said["open"] and said["saved"].startswith("已保存")
    web.post("section_a", sheet, {"completeness": "met", "relevance": "partly", "grade": "good", "opinion": "可以"})
    assert sheet_of(file).answers == {"completeness": "met", "relevance": "partly"}
    html = web.page("section_a", f"/declarations/{file.id}/moves/pass_review").html
    assert re.search(r'name="tick_relevance" value="partly" checked', html) and ">\n可以</textarea>" in html
    move_on = f"/declarations/{file.id}/moves/pass_review"
    given = {"expected_version": file.read().version, "grade": "good", "opinion": "可以"}
    refused = web.post("section_a", move_on, given)
    assert refused.status_code == 422 and "逐项作出判断" in refused.get_data(as_text=True)
    assert web.post("section_a", move_on, given | TICKS).status_code == 303
    assert "基本符合" not in web.page("performance_a", f"/declarations/{file.id}?tab=sheet").text
    assert "符合" in web.page("performance_a", f"/declarations/{file.id}?tab=sheet").text
    assert "tab=sheet#side" not in web.page("filer_a", f"/declarations/{file.id}?tab=sheet").html


def test_a_key_project_is_scored_and_a_wrong_score_comes_back_as_typed(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    sheet = f"/declarations/{file.id}/sheet"
    assert web.post("section_a", f"{sheet}/kind", {"raised": "1"}).status_code == 303
    refused = web.post("section_a", sheet, {"form": "12", "opinion": "没写完的话"})
    html = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "不是 0 到 10 之间的分数" in html
    assert 'value="12"' in html and "没写完的话" in html
    assert web.post("section_a", sheet, {"form": "12"}, **SCRIPT).status_code == 422
    scores = {"form": "9", "clarity": "9", "goals": "14", "indicators": "13", "results": "14", "money": "13.5"}
    web.post("section_a", sheet, scores)
    page = web.page("section_a", f"/declarations/{file.id}/moves/pass_review")
    assert "72.5 / 100" in page.text and "还缺：实现可能性、条件充分性" in page.text
    said = web.post("section_a", sheet, scores | {"attainable": "8", "conditions": "9"}, **SCRIPT).get_json()
    assert (said["total"], said["suggested_key"]) == ("89.5", "good")


def test_a_late_comment_waits_for_the_section_head(web: Web, again: File) -> None:
    path = f"/declarations/{again.id}/comments"
    refused = web.post("section_a", path, {"path": OTHER, "text": "上次漏提", "publish": "1"})
    html = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "请科长同意" in html and "上次漏提" in html
    web.post("section_a", path, {"path": OTHER, "text": "上次漏提", "publish": "1", "cause": "consent"})
    made = rows_of(again, Comment)[-1]
    assert made.published_at is None
    assert "待科长同意" in web.page("section_a", f"/declarations/{again.id}?tab=comments").text
    assert "上次漏提" in web.page("section_head", "/late-comments/").text
    waiting = "待您同意的新增意见 1"
    assert waiting in web.page("section_head", "/").text and waiting not in web.page("section_a", "/").text
    asked = f"{path}/{made.id}/consent"
    assert asked in [form.action for form in web.page("section_head", f"/declarations/{again.id}?tab=comments").forms]
    assert web.post("section_a", asked, {"granted": "1"}).status_code == 403
    empty = web.post("section_head", asked, {"granted": "0"})
    assert empty.status_code == 422 and "请填写理由" in empty.get_data(as_text=True)
    assert web.post("section_head", asked, {"granted": "1"}).status_code == 303
    assert rows_of(again, Comment)[-1].published_at is not None
    assert waiting not in web.page("section_head", "/").text
    assert web.post("section_head", asked, {"granted": "1"}).status_code == 409
    assert "科长已同意" in web.page("leader", "/late-comments/?all=1").text
    web.post("section_a", path, {"path": "indicators/i001/target", "text": "资金已调整"})
    last = rows_of(again, Comment)[-1]
    assert web.post("section_a", f"{path}/{last.id}/publish", {"publish": "1"}).status_code == 422
    assert web.post("section_a", f"{path}/{last.id}/publish", {"publish": "1", "cause": "money"}).status_code == 303
    assert "资金变化" in web.page("section_a", f"/declarations/{again.id}?tab=comments").text


def test_a_phrase_goes_into_the_box_with_and_without_script(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    with db.unit_of_work(write=True) as session:
        region = web.world.regions["ezhou"]
        phrases.load_shipped(session, region)
        text = select(Phrase.id).where(Phrase.region_id == region, Phrase.rule == "unit_present")
        number = session.exec(text).one()
    name = next(item.level3 for item in file.document().indicators if item.uid == "i002")
    offered = web.page("section_a", f"/declarations/{file.id}?tab=comments").html
    assert f"请{file.document().unit}对照审核意见" in offered and "{单位名称}" not in offered
    place = f"/declarations/{file.id}/phrases"
    data = {"phrase": number, "into": "text", "path": TARGET, "text": "先说一句", "publish": "1"}
    assert web.post("section_a", place, data, **SCRIPT).get_json() == {"text": f"“{name}”缺少计量单位，请补充完整。"}
    html = web.post("section_a", place, data).get_data(as_text=True)
    assert f">\n先说一句\n“{name}”缺少计量单位，请补充完整。</textarea>" in html
    assert f'<option value="{TARGET}" selected>' in html and 'name="publish" value="1" checked' in html
    data = {"phrase": number, "into": "reason", "reason": "", "due_on": "2025-03-11"}
    html = web.post("section_a", f"{place}?action=return", data).get_data(as_text=True)
    assert "“该指标”缺少计量单位" in html and 'value="2025-03-11"' in html
    assert web.post("section_a", place, {"phrase": "999999"}).status_code == 404
    passing = web.page("section_a", f"/declarations/{file.id}/moves/pass_review").html
    returning = web.page("section_a", f"/declarations/{file.id}/moves/return").html
    assert passing.index("同意安排") < passing.index("逐条修改"), "first what a file passes with"
    assert "同意安排" not in returning
    assert rows_of(file, Comment) == []
    with db.unit_of_work() as session:
        assert session.get_one(Phrase, number).uses == 3


def test_phrases_are_kept_on_their_page(web: Web) -> None:
    assert (
        web.post("section_a", "/phrases/", {"text": "我的一句话", "what": "indicators:unit_present"}).status_code == 303
    )
    own = web.page("section_a", "/phrases/")
    assert "我的一句话 绩效指标 · 指标值有计量单位" in own.text
    assert "我的一句话" not in web.page("section_b", "/phrases/").text
    number = next(form.action for form in own.forms if re.fullmatch(r"/phrases/\d+", form.action))
    refused = web.post("section_a", number, {"text": " "})
    assert refused.status_code == 422 and "请填写常用语" in refused.get_data(as_text=True)
    assert web.post("section_a", number, {"text": "改过的话", "what": ""}).status_code == 303
    assert web.post("section_a", f"{number}/retire").status_code == 303
    assert "改过的话" not in web.page("section_a", "/phrases/").text
    assert web.post("section_a", "/phrases/", {"text": "共用", "shared": "1"}).status_code == 403
    assert web.post("performance_a", "/phrases/", {"text": "大家都用", "shared": "1"}).status_code == 303
    assert "大家都用" in web.page("section_b", "/phrases/").text
