"""Two people click at the same moment, on both databases: one winner, a helpful loser, nothing done by half."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.domain.factories import declaration_at, rows_of
from tests.web.clicking import Web
from workflow import db
from workflow.models import AuditEntry, Comment, MonitoringCampaign

Click = tuple[str, str, dict[str, object]]


def at_once(web: Web, path: str, *clicks: Click) -> list[TestResponse]:
    """Every click in a thread with a connection of its own, let go together."""
    start = Barrier(len(clicks))
    for who, _, _ in clicks:
        web.client(who)

    def click(who: str, action: str, data: dict[str, object]) -> TestResponse:
        start.wait()
        return web.post(who, f"{path}{action}", data)

    with ThreadPoolExecutor(len(clicks)) as pool:
        return list(pool.map(lambda one: click(*one), clicks))


@pytest.mark.parametrize(
    ("place", "first", "second"),
    [
        ("finance_reviewed/batch", ("performance_a", "approve"), ("performance_b", "send_to_review")),
        ("drafted/head", ("head_a", "sign"), ("head_b", "sign")),
        ("submitted/section", ("section_a", "return"), ("section_b", "take_up")),
    ],
    ids=["approve-send_to_review", "sign-sign", "return-take_up"],
)
def test_one_wins_and_the_other_is_told_who(
    web_on_both: Web, place: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    web = web_on_both
    file = declaration_at(web.world, place)
    data: dict[str, object] = {"expected_version": file.read().version, "reason": "理由", "content_hash": file.hash()}
    before = len(rows_of(file, AuditEntry))
    answers = at_once(web, f"/declarations/{file.id}/moves/", (*first, data), (*second, data))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    winner = (first, second)[answers[0].status_code == 409][0]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert f"人员{winner}" in loser.get_data(as_text=True)
    assert len(rows_of(file, AuditEntry)) == before + 1


def test_two_reviewers_write_the_first_comment_at_once(web_on_both: Web) -> None:
    web = web_on_both
    file = declaration_at(web.world, "submitted/section")
    data: dict[str, object] = {"path": "form", "text": "请核"}
    answers = at_once(web, f"/declarations/{file.id}/comments", ("section_a", "", data), ("section_b", "", data))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [comment] = rows_of(file, Comment)
    assert comment.author_id == file.read().taken_by


def test_one_comment_sent_three_times_at_once_is_one(web_on_both: Web) -> None:
    web = web_on_both
    file = declaration_at(web.world, "submitted/section")
    data: dict[str, object] = {"path": "form", "text": "请核"}
    answers = at_once(web, f"/declarations/{file.id}/comments", *[("section_a", "", data)] * 3)
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len(rows_of(file, Comment)) == 1


def test_a_comment_published_while_the_file_goes_back_goes_along_or_stays_whole(web_on_both: Web) -> None:
    """No comment is left published and unsent behind a return that went out at the same moment."""
    web = web_on_both
    file = declaration_at(web.world, "submitted/section")
    path = f"/declarations/{file.id}"
    web.post("section_a", f"{path}/comments", {"path": "form", "text": "内部"})
    [comment] = rows_of(file, Comment)
    data: dict[str, object] = {"expected_version": file.read().version, "reason": "请改", "publish": "1"}
    clicks = (("section_a", f"/comments/{comment.id}/publish", data), ("section_a", "/moves/return", data))
    published, returned = at_once(web, path, *clicks)
    assert returned.status_code == 303
    [comment] = [item for item in rows_of(file, Comment) if item.id == comment.id]
    went_along = published.status_code == 303
    assert (comment.sent_with, comment.published_at is not None) == ("return" if went_along else None, went_along)
    assert went_along or "不能再改" in published.get_data(as_text=True)


def test_one_campaign_opens_however_often_the_button_is_pressed(web_on_both: Web) -> None:
    """The others are told which one is open and where it is."""
    web = web_on_both
    data: dict[str, object] = {"year": "2061", "cutoff_month": "7", "deadline": "2025-03-10", "name": ""}
    clicks = [(who, "/monitoring/", data) for who in ("performance_a", "performance_b", "performance_a")]
    answers = at_once(web, "", *clicks)
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    with db.unit_of_work() as session:
        [campaign] = session.exec(select(MonitoringCampaign).where(MonitoringCampaign.fiscal_year == 2061)).all()
    for answer in answers:
        if answer.status_code == 422:
            html = answer.get_data(as_text=True)
            assert f'href="/monitoring/{campaign.id}"' in html
            assert "“2061年1—7月绩效运行监控”尚未结束" in html
