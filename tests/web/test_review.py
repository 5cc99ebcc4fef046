"""The review page: comments with their tools, differences, papers, history, and the moves it offers."""

import pytest
from sqlmodel import select

from tests.domain.factories import File, adjustment_of, bring, declaration_at, make_declaration, move, rows_of
from tests.unit.invisible import INVISIBLE
from tests.web.clicking import Web
from workflow import db
from workflow.models import Comment, UserAccount
from workflow.services.editing import Change, edit

TARGET = "indicators/i002/target"


def comments_of(file: File) -> list[Comment]:
    return rows_of(file, Comment)


def comment(web: Web, file: File, who: str, text: str, path: str = TARGET, publish: bool = True) -> Comment:
    data = {"path": path, "text": text, **({"publish": "1"} if publish else {})}
    response = web.post(who, f"/declarations/{file.id}/comments", data)
    assert response.status_code == 303, response.status_code
    return comments_of(file)[-1]


def test_the_first_comment_takes_the_file_up_and_stays_internal_until_it_is_published(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    made = comment(web, file, "section_a", "请写明次数的依据", publish=False)
    assert (made.path, made.old_value, made.published_at, made.sent_with) == (TARGET, "≥5次", None, None)
    assert file.read().taken_by == web.world.people["section_a"]
    assert "内部，不随退回发出" in web.page("section_a", f"/declarations/{file.id}?tab=comments").text
    web.post("section_a", f"/declarations/{file.id}/comments/{made.id}/publish", {"publish": "1"})
    assert "退回修改（1 条意见）" in web.page("section_a", f"/declarations/{file.id}?tab=comments").text
    web.post("section_a", f"/declarations/{file.id}/comments/{made.id}/publish")
    page = web.page("section_a", f"/declarations/{file.id}?tab=comments")
    assert "退回修改（" not in page.text
    assert "0 条意见将随退回发出，1 条仅内部可见" in page.text


def test_only_what_was_published_reaches_the_unit_and_only_after_the_return(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    comment(web, file, "section_a", "请写明次数的依据")
    comment(web, file, "section_a", "内部：去年也这样", publish=False)
    before = web.page("filer_a", f"/declarations/{file.id}?tab=comments").text
    assert "请写明次数的依据" not in before
    version = {"expected_version": file.read().version}
    assert web.post("section_a", f"/declarations/{file.id}/moves/return", version).status_code == 303
    for who in ("filer_a", "reviewer_a"):
        after = web.page(who, f"/declarations/{file.id}?tab=comments").text
        assert "请写明次数的依据" in after
        assert "内部：去年也这样" not in after
        assert "待答复" in after
    for who in ("section_a", "performance_a", "auditor", "leader"):
        assert "内部：去年也这样" in web.page(who, f"/declarations/{file.id}?tab=comments").text


def test_the_performance_section_writes_at_two_desks_and_sends_from_both(web: Web) -> None:
    file = declaration_at(web.world, "finance_reviewed/performance")
    comment(web, file, "performance_a", "复审时写的")
    move(file, "performance_a", "clear")
    comment(web, file, "performance_b", "批复时写的")
    assert "退回修改（2 条意见）" in web.page("performance_b", f"/declarations/{file.id}").text
    assert "将发出的意见 2" in web.page("performance_b", f"/declarations/{file.id}/moves/return").text


def test_what_was_left_unsent_in_an_earlier_round_is_not_counted(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    comment(web, file, "section_a", "第一轮没发")
    move(file, "section_a", "pass_review", opinion="好", grade="good")
    move(file, "performance_a", "return", reason="请改")
    with db.unit_of_work(write=True) as session:
        for item in session.exec(select(Comment).where(Comment.object_id == file.id, Comment.sent_with == "return")):
            item.answer, item.answer_text, item.answered_at = "kept", "无误", item.created_at
    bring(file, "submitted/section")
    move(file, "section_a", "take_up")
    assert "退回修改（" not in web.page("section_a", f"/declarations/{file.id}").text


def test_an_own_unsent_comment_is_changed_and_deleted_a_sent_one_stays(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    made = comment(web, file, "section_a", "旧话")
    place = f"/declarations/{file.id}/comments/{made.id}"
    assert web.post("section_a", place, {"text": "新话"}).status_code == 303
    assert comments_of(file)[0].text == "新话"
    empty = web.post("section_a", place, {"text": "   "})
    assert empty.status_code == 422
    assert "请写明意见" in empty.get_data(as_text=True)
    assert web.post("section_b", place, {"text": "别人的"}).status_code == 404
    other = comment(web, file, "section_a", "要删的")
    assert web.post("section_a", f"/declarations/{file.id}/comments/{other.id}/delete").status_code == 303
    assert [item.text for item in comments_of(file)] == ["新话"]
    move(file, "section_a", "return")
    sent = web.post("section_a", place, {"text": "太晚"})
    assert sent.status_code == 409
    assert "已经发给单位" in sent.get_data(as_text=True)
    assert web.post("section_a", f"{place}/delete").status_code == 409


def test_a_refused_comment_comes_back_as_it_was_typed(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    long = "很" * 2001
    response = web.post("section_a", f"/declarations/{file.id}/comments", {"path": TARGET, "text": long})
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert long in html
    assert f'<option value="{TARGET}" selected>' in html
    assert comments_of(file) == []
    unseen = {"path": TARGET, "text": INVISIBLE}
    assert web.post("section_a", f"/declarations/{file.id}/comments", unseen).status_code == 422
    assert comments_of(file) == []
    for path in ("indicators/i999/target", "nonsense", "indicators/i002/colour", "../etc"):
        refused = web.post("section_a", f"/declarations/{file.id}/comments", {"path": path, "text": "x"})
        assert refused.status_code == 422, path


def test_the_same_comment_sent_twice_is_one_until_it_was_sent(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    first = comment(web, file, "section_a", "请核", publish=False)
    again = comment(web, file, "section_a", " 请核\u200b")
    assert (first.id, first.published_at) == (again.id, None)
    assert again.published_at is not None and len(comments_of(file)) == 1
    comment(web, file, "section_a", "请核", path="form")
    comment(web, file, "section_a", "请再核")
    assert len(comments_of(file)) == 3


def test_every_place_of_the_form_can_be_commented_on(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    for path in ("form", "basics/-/establishment_basis", "indicators", "indicators/i002", TARGET, "goals/g1/text"):
        assert comment(web, file, "section_a", "看这里", path).path == path
    page = web.page("section_a", f"/declarations/{file.id}?tab=comments")
    assert sum(name.startswith("comment-") for name in page.ids) == 6
    assert {f"#{page_id}" for page_id in page.ids} >= {link for link in page.fragments if link.startswith("#c-")}


def test_a_cell_that_was_clicked_is_chosen_in_the_box(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    page = web.page("section_a", f"/declarations/{file.id}")
    assert f"/declarations/{file.id}?comment=indicators/i002/target#write" in page.links
    html = web.get("section_a", f"/declarations/{file.id}?comment={TARGET}").get_data(as_text=True)
    assert f'<option value="{TARGET}" selected>' in html
    assert "#write" not in "".join(web.page("filer_a", f"/declarations/{file.id}").links)


def test_a_colleague_is_told_who_has_the_file(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    comment(web, file, "section_a", "我在看")
    response = web.post("section_b", f"/declarations/{file.id}/comments", {"path": "form", "text": "我也看"})
    assert response.status_code == 409
    assert "人员section_a" in response.get_data(as_text=True)
    page = web.page("section_b", f"/declarations/{file.id}")
    assert "人员section_a受理" in page.text
    assert "受理" in page.text


def test_the_head_comments_and_declines(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head")
    comment(web, file, "head_a", "预算写错了", "basics/-/budget_total")
    assert "预算写错了" not in web.page("filer_a", f"/declarations/{file.id}?tab=comments").text
    assert "预算写错了" not in web.page("section_a", f"/declarations/{file.id}?tab=comments").text
    page = web.page("head_a", f"/declarations/{file.id}?tab=comments")
    assert "退签（1 条意见）" in page.text
    assert "内部，不随退回发出" not in page.text
    web.post("head_a", f"/declarations/{file.id}/moves/decline", {"expected_version": file.read().version})
    assert "预算写错了" in web.page("filer_a", f"/declarations/{file.id}?tab=comments").text


def answer_by_changing(web: Web, file: File, new: str) -> None:
    """What the editor does for a returned file: type, answer, send up again."""
    with db.unit_of_work(write=True) as session:
        actor = web.world.actor("filer_own_a")
        edit(session, actor, file.id, [Change("set", TARGET, "≥5次", new)])
        query = select(Comment).where(Comment.object_id == file.id, Comment.sent_with == "return")
        for item in session.exec(query):
            item.answer, item.answer_text = "changed", "按上年实际改"
            item.answered_by, item.answered_at = actor.user_id, item.created_at


def returned_and_submitted_again(web: Web) -> File:
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    comment(web, file, "section_a", "目标偏低")
    move(file, "section_a", "return")
    answer_by_changing(web, file, "≥8次")
    return bring(file, "submitted/section")


def test_after_a_return_the_reviewer_sees_old_new_and_the_answer_in_one_place(web: Web) -> None:
    file = returned_and_submitted_again(web)
    page = web.page("section_a", f"/declarations/{file.id}?tab=comments")
    thread = page.text[page.text.index("目标偏低") :]
    assert thread.index("≥5次") < thread.index("≥8次") < thread.index("按上年实际改")
    differences = web.page("section_a", f"/declarations/{file.id}").text
    assert "比较对象 第 1 次报送" in differences, "the default after a return"
    assert "≥5次 ≥8次 +3（+60.0%）" in differences
    assert differences.index("+60.0%") < differences.index("目标偏低"), "the comment stands in its place"
    html = web.get("section_a", f"/declarations/{file.id}?view=form").get_data(as_text=True)
    assert '<del class="cell-was"><span class="visually-hidden">修改前 </span>≥5次</del>' in html


def test_the_history_shows_moves_and_changed_values(web: Web) -> None:
    file = returned_and_submitted_again(web)
    text = web.page("section_a", f"/declarations/{file.id}?tab=history").text
    newest_first = ["报送财政", "审签", "送审", "修改内容", "退回修改", "受理", "报送财政"]
    places: list[int] = []
    for word in newest_first:
        places.append(text.index(word, places[-1] if places else text.index("历史")))
    assert places == sorted(places)
    assert "≥5次 ≥8次" in text
    assert "版本码" in text


def test_papers_show_signatures_with_their_version_code_and_the_opinion(web: Web) -> None:
    file = declaration_at(web.world, "finance_reviewed/performance", unit="hr_own")
    text = web.page("performance_a", f"/declarations/{file.id}?tab=papers").text
    assert "人员head_own_a" in text
    assert file.hash()[:12] in text
    assert "对应现在的内容" in text
    assert "绩效目标明确，指标可衡量" in text
    move(file, "performance_a", "return", reason="请补充")
    assert "已失效" in web.page("performance_a", f"/declarations/{file.id}?tab=papers").text


def test_a_request_for_return_is_shown_until_it_is_done(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    move(file, "section_a", "take_up")
    data = {"expected_version": file.read().version, "reason": "预算口径有误"}
    assert web.post("head_own_a", f"/declarations/{file.id}/moves/request_return", data).status_code == 303
    assert "人员head_own_a申请退回" in web.page("section_a", f"/declarations/{file.id}").text
    assert "处理退回申请" in web.page("section_a", "/").text
    move(file, "section_a", "return", reason="同意退回")
    assert "申请退回" not in web.page("section_a", f"/declarations/{file.id}").text.split("历史")[0]


def test_the_holder_stands_in_the_step_bar_with_phone_and_days(web: Web) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(UserAccount, web.world.people["section_a"]).phone = "0711-5550177"
    file = declaration_at(web.world, "submitted/section")
    move(file, "section_a", "take_up")
    text = web.page("filer_a", f"/declarations/{file.id}").text
    assert "人员section_a" in text
    assert "0711-5550177" in text
    assert "今天收到" in text


def test_an_adjustment_leads_to_its_predecessor_and_is_compared_with_it(web: Web) -> None:
    old = declaration_at(web.world, "approved", unit="hr_own")
    new = adjustment_of(old, "filer_own_a", target="")
    with db.unit_of_work(write=True) as session:
        edit(session, web.world.actor("filer_own_a"), new.id, [Change("set", TARGET, "≥5次", "≥9次")])
    page = web.page("filer_own_a", f"/declarations/{new.id}")
    assert "比较对象 现行版本" in page.text
    assert "≥5次 ≥9次 +4" in page.text
    assert f"/declarations/{old.id}" in page.links
    assert "鄂州财预〔2025〕9号" in web.page("filer_own_a", f"/declarations/{new.id}?tab=papers").text


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("leader", 403), ("filer_a", 403), ("section_a", 409), ("head_a", 409)]
)
def test_without_a_role_that_comments_the_desk_does_not_matter(web: Web, who: str, status: int) -> None:
    file = make_declaration(web.world)
    response = web.post(who, f"/declarations/{file.id}/comments", {"path": "form", "text": "x"})
    assert response.status_code == status


def test_a_draft_has_no_side_for_comments_of_the_filer(web: Web) -> None:
    file = make_declaration(web.world)
    assert web.post("filer_a", f"/declarations/{file.id}/comments", {"path": "form", "text": "x"}).status_code == 403
    assert "/comments" not in "".join(form.action for form in web.page("filer_a", f"/declarations/{file.id}").forms)
