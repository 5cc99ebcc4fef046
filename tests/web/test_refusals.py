"""Wrong or late: a page that says why and what next, in the reader's language; nothing typed is lost."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError

from tests.domain.factories import File, declaration_at, make_declaration, move
from tests.web.clicking import Web
from tests.web.conftest import Clock
from tests.web.html import Page
from workflow import db
from workflow.indicators.sectors import GENERAL
from workflow.models import UserAccount


def click(web: Web, who: str, file: File, action: str, **data: object) -> tuple[int, Page]:
    """One move as the form sends it, with the present version unless another is given."""
    given = {"expected_version": file.read().version, **data}
    response = web.post(who, f"/declarations/{file.id}/moves/{action}", given)
    return response.status_code, Page(response.get_data(as_text=True))


def test_a_refusal_of_the_library_leads_to_its_field(web: Web) -> None:
    given = {"sector": GENERAL, "name": "办结率", "low": "9", "high": "8", "comparator": "≥"}
    response = web.post("performance_a", "/indicators/", given)
    assert response.status_code == 422 and 'href="#f-low"' in response.get_data(as_text=True)


def test_the_loser_of_a_race_is_told_who_did_what_when_and_where_to_look(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    seen = file.read().version
    move(file, "head_own_a", "withdraw", reason="补材料")
    status, page = click(web, "section_a", file, "take_up", expected_version=seen)
    assert status == 409
    for words in ("刚刚被更新过", "人员head_own_a", "撤回", "2025-03-03 09:00", "下一步", "查看最新的文件"):
        assert words in page.text
    assert f"/declarations/{file.id}" in page.links
    web.speak("section_a", "en")
    status, page = click(web, "section_a", file, "take_up", expected_version=seen)
    assert status == 409
    for words in ("has just been changed", "Withdraw", "What next", "Open the file as it is now"):
        assert words in page.text
    web.speak("section_a", "zh")


def test_pressing_twice_is_a_conflict_with_oneself(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    seen = file.read().version
    assert click(web, "section_a", file, "take_up", expected_version=seen)[0] == 303
    status, page = click(web, "section_a", file, "take_up", expected_version=seen)
    assert (status, "人员section_a（您本人）" in page.text) == (409, True)


def test_a_move_from_elsewhere_names_who_moved_the_file_on(web: Web) -> None:
    file = declaration_at(web.world, "finance_reviewed/performance", unit="hr_own")
    page = web.page("section_a", f"/declarations/{file.id}/moves/pass_review", 409)
    assert "不在您要办理的环节" in page.text
    assert "人员section_a（您本人）" in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("审核意见", "您填报或审签过这份申报", "下一步")),
        ("en", ("You typed or signed this file", "What next", "To the work list")),
    ],
)
def test_a_barred_person_is_told_that_a_colleague_has_to_act(web: Web, language: str, words: tuple[str, ...]) -> None:
    file = declaration_at(web.world, "submitted/section", typed_by="filer_and_finance")
    web.speak("filer_and_finance", language)
    data = {"opinion": "好", "grade": "good"}
    status, page = click(web, "filer_and_finance", file, "pass_review", **data)
    assert status == 403
    assert any(word in page.text for word in words)
    assert words[1] in page.text


def test_what_was_typed_comes_back_with_each_fault_beside_its_field(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    status, page = click(web, "section_a", file, "pass_review", opinion="  ", grade="fair")
    assert status == 422
    assert "请填写审核意见" in page.text
    assert "中请“退回修改”" in page.text
    assert {"#f-opinion", "#f-grade"} <= set(page.fragments)
    assert {"f-opinion", "f-grade"} <= set(page.ids)
    assert 'value="fair" checked' in page.html
    long = "意见" * 600
    status, page = click(web, "section_a", file, "pass_review", opinion=long, grade="")
    assert (status, long in page.html) == (422, True)
    status, page = click(web, "section_a", file, "return", reason="请改 😀 12,3x", due_on="2025-13-01")
    assert status == 422
    assert "“2025-13-01”不是日期" in page.text
    assert "请改 😀 12,3x" in page.text
    assert 'value="2025-13-01"' in page.html
    status, page = click(web, "section_a", file, "return", reason="请改", due_on="2025-03-02")
    assert (status, "修改期限 2025-03-02 已过" in page.text) == (422, True)
    assert file.pair == "submitted/section"


def test_all_that_is_wrong_is_said_at_once_with_the_way_to_each_place(web: Web) -> None:
    file = make_declaration(web.world, content="jianghan-2024/08-employment-subsidies")
    status, page = click(web, "filer_a", file, "send_up")
    assert status == 422
    assert not [link for link in page.links if f"/declarations/{file.id}#c-" in link]  # there nothing can be put right
    places = {link for link in page.links if f"/declarations/{file.id}/edit#c-" in link}
    assert len(places) == 10
    shown = set(web.page("filer_a", f"/declarations/{file.id}/edit").ids)
    assert {place.partition("#")[2] for place in places} <= shown


def test_withdrawing_after_the_window_warns_first(web: Web, ticking: Clock) -> None:
    file = declaration_at(web.world, "submitted/section", unit="hr_own", closes_on=date(2025, 3, 10))
    assert "须经延期" not in web.page("head_own_a", f"/declarations/{file.id}/moves/withdraw").text
    ticking.forward(10)
    page = web.page("head_own_a", f"/declarations/{file.id}/moves/withdraw")
    assert "申报任务已截止" in page.text
    assert "acknowledged" in page.form("/withdraw").fields
    status, page = click(web, "head_own_a", file, "withdraw")
    assert (status, "须经延期才能再次报送" in page.text) == (422, True)
    assert click(web, "head_own_a", file, "withdraw", acknowledged="1")[0] == 303


def test_what_only_follows_from_another_step_says_so(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head", unit="hr_own")
    status, page = click(web, "head_own_a", file, "submit")
    assert (status, "报送由最后一个审签完成" in page.text) == (422, True)


def test_signing_another_content_than_the_one_seen(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head", unit="hr_own")
    status, page = click(web, "head_own_a", file, "sign", content_hash="0" * 64)
    assert (status, "您看到的内容之后又有修改" in page.text) == (409, True)
    form = web.page("head_own_a", f"/declarations/{file.id}/moves/sign").form("/sign")
    assert form.fields["content_hash"] == file.hash()
    assert click(web, "head_own_a", file, "sign", content_hash=form.fields["content_hash"])[0] == 303


def test_scripts_get_the_same_refusal_as_data(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    response = web.post(
        "section_a",
        f"/declarations/{file.id}/moves/take_up",
        {"expected_version": 0},
        headers={"Accept": "application/json"},
    )
    body = response.get_json()
    assert (response.status_code, body["error"]) == (409, "version_changed")
    assert body["facts"]["last_actor"] == "人员reviewer_a"


def _raise(error: Exception) -> None:
    raise error


def _write_in_a_reader() -> None:
    with db.unit_of_work() as session:
        session.get_one(UserAccount, 1).phone = "1"


FAULTS: dict[str, Callable[[], object]] = {
    "crash": lambda: 1 // 0,
    "away": lambda: _raise(OperationalError("SELECT 1", {}, Exception("connection refused"))),
    "range": lambda: _raise(DataError("SELECT 1", {}, Exception("out of range"))),
    "forgot": _write_in_a_reader,
}
"""What a day brings: a page that fails like this."""


@pytest.fixture
def fault(web: Web, request: pytest.FixtureRequest) -> Iterator[None]:
    """The people page fails in one of these ways."""
    found = web.app.view_functions["people.index"]
    web.app.view_functions["people.index"] = FAULTS[request.param]  # type: ignore[assignment]
    yield
    web.app.view_functions["people.index"] = found


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("crash", 500, "报障编号"),
        ("forgot", 500, "报障编号"),
        ("away", 503, "系统暂时无法使用"),
        ("range", 400, "无法识别这次请求"),
    ],
    indirect=["fault"],
)
@pytest.mark.usefixtures("fault")
def test_our_own_faults_say_what_to_do(web: Web, status: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    response = web.get("leader", "/people")
    page = Page(response.get_data(as_text=True))
    assert (response.status_code, words in page.text) == (status, True)
    assert "ZeroDivision" not in page.html
    assert response.headers["Content-Security-Policy"]
    json = web.get("leader", "/people", headers={"Accept": "application/json"})
    logged = capsys.readouterr().err
    assert ("crashed" in logged) is (status == 500)
    assert "form-token" not in logged and "session=" not in logged, "no variables in the log"
    assert (json.status_code, json.is_json) == (status, True)
    web.speak("leader", "en")
    assert "What next" in web.get("leader", "/people").get_data(as_text=True)
    web.speak("leader", "zh")


def test_the_database_away_is_a_page_for_everybody(web: Web) -> None:
    url = web.world.url
    web.client("leader")
    db.configure("sqlite:////nowhere/at/all.db")
    try:
        response = web.get("leader", "/")
        assert response.status_code == 503
        assert "系统暂时无法使用" in response.get_data(as_text=True)
        assert web.get("", "/healthz", headers={"Accept": "application/json"}).status_code == 503
    finally:
        db.configure(url)


def test_too_much_and_the_wrong_way_are_pages_too(web: Web) -> None:
    response = web.post("filer_a", "/declarations/", {"project_name": "x" * (5 * 1024 * 1024)})
    assert (response.status_code, "太大" in response.get_data(as_text=True)) == (413, True)
    assert web.client("filer_a").post("/people", data={"csrf_token": web.token()}).status_code == 405
    assert "没有找到" in web.page("filer_a", "/no/such/page", 404).text
    assert web.get("filer_a", "/declarations/1/moves/no_such_move").status_code == 404


def test_a_reader_really_cannot_write(web: Web) -> None:
    with pytest.raises(OperationalError, match="readonly"), db.unit_of_work() as session:
        session.connection().execute(text("UPDATE user_account SET phone = '1'"))
