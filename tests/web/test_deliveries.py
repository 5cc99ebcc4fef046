"""The delivery log: what became of every e-mail, and a second try only by a person."""

from itertools import count

import pytest
from sqlmodel import select

from tests.web.clicking import Web
from tests.web.counting import statements
from workflow import clock, db
from workflow.models import Organisation, OutboxMessage
from workflow.types import OutboxState

_numbers = count(1)


def letter(web: Web, status: str, who: str = "filer_a", reason: str = "") -> int:
    """An e-mail in some state."""
    number, now = next(_numbers), clock.now()
    with db.unit_of_work(write=True) as session:
        row = OutboxMessage(
            created_at=now, not_before=now, dedupe_key=f"letter {number}", template="monitoring_report.send_up",
            facts={"project_name": f"项目{number}号"}, recipient_id=web.world.people[who], address=f"{who}@example.org",
            status=status, attempts=2, last_error=reason, sent_at=now if status == "sent" else None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def status_of(letter_id: int) -> str:
    with db.unit_of_work() as session:
        return session.get_one(OutboxMessage, letter_id).status


def test_every_state_is_shown_in_words_with_its_reason(web: Web) -> None:
    letter(web, OutboxState.sent)
    letter(web, OutboxState.failed, reason="550 no such user")
    letter(web, OutboxState.unknown, reason="the worker died while sending")
    letter(web, OutboxState.due)
    page = web.page("performance_a", "/deliveries/")
    for words in (
        "已发送",
        "发送失败",
        "550 no such user",
        "结果不明",
        "待发送",
        "filer_a@example.org",
        "监控表待您审签",
    ):
        assert words in page.text, words
    assert "不会自动重发" in page.text
    only = web.page("performance_a", "/deliveries/?status=failed")
    assert "550 no such user" in only.text and "the worker died" not in only.text
    assert page.faults == []


@pytest.mark.parametrize("status", ["failed", "unknown", "skipped"])
def test_what_did_not_surely_arrive_can_be_sent_again(web: Web, status: str) -> None:
    made = letter(web, status)
    assert any(form.action == f"/deliveries/{made}/again" for form in web.page("performance_a", "/deliveries/").forms)
    assert web.post("performance_a", f"/deliveries/{made}/again").status_code == 303
    assert status_of(made) == "due"
    assert web.post("performance_a", f"/deliveries/{made}/again").status_code == 409, "it is under way already"


@pytest.mark.parametrize("status", ["sent", "due", "sending"])
def test_what_arrived_or_is_under_way_is_never_sent_again(web: Web, status: str) -> None:
    made = letter(web, status)
    assert not any(
        form.action == f"/deliveries/{made}/again" for form in web.page("performance_a", "/deliveries/").forms
    )
    response = web.post("performance_a", f"/deliveries/{made}/again")
    assert response.status_code == 409
    assert "不能重发" in response.get_data(as_text=True)
    assert status_of(made) == status


def test_a_group_message_shows_the_group_and_the_products_own_reasons_are_in_words(web: Web) -> None:
    made = letter(web, "skipped", reason="no such place is set")
    with db.unit_of_work(write=True) as session:
        row = session.get_one(OutboxMessage, made)
        code = session.get_one(Organisation, web.world.organisations["hr"]).code
        row.channel, row.address = "bot", code
    page = web.page("performance_a", "/deliveries/")
    assert "鄂州市人力资源和社会保障局" in page.text and code not in page.text
    assert "未配置该部门的工作群或短信网关" in page.text and "no such place" not in page.text


def test_the_log_is_for_the_region_and_for_the_system_administrator(web: Web) -> None:
    made = letter(web, "failed", reason="唯一的理由")
    assert "唯一的理由" in web.page("system_admin", "/deliveries/").text
    assert "唯一的理由" not in web.page("performance_other", "/deliveries/").text
    assert web.post("performance_other", f"/deliveries/{made}/again").status_code == 404
    for who in ("filer_a", "treasury", "auditor", "security_admin", "audit_admin", "leader"):
        assert web.get(who, "/deliveries/").status_code == 403, who
        assert web.post(who, f"/deliveries/{made}/again").status_code == 403, who
    assert "/deliveries/" in web.page("system_admin", "/").links
    assert "/deliveries/" not in web.page("filer_a", "/").links


def test_the_system_administrator_reads_what_became_of_a_letter_not_what_it_says(web: Web) -> None:
    made = letter(web, "failed", reason="451 try later")
    number = next(_numbers) - 1
    page, whole = web.page("system_admin", "/deliveries/"), web.page("performance_a", "/deliveries/")
    assert f"项目{number}号" in whole.text
    assert f"项目{number}号" not in page.text
    for words in ("「…」监控表待您审签", "filer_a@example.org", "451 try later", "发送失败"):
        assert words in page.text, words
    assert not [link for link in page.links if "/declarations/" in link or "/reports/" in link]
    assert web.post("system_admin", f"/deliveries/{made}/again").status_code == 303


def test_a_long_log_is_read_page_by_page_with_few_questions(web: Web) -> None:
    for _ in range(70):
        letter(web, "skipped")
    page = web.page("performance_a", "/deliveries/?status=skipped")
    older = next(link for link in page.links if "before=" in link)
    assert "status=skipped" in older
    with db.unit_of_work() as session:
        there = len(session.exec(select(OutboxMessage.id).where(OutboxMessage.status == "skipped")).all())
    assert web.page("performance_a", older).text.count("未发送") == there - 50 + 1, "the rest, and the tab"
    with statements() as sent:
        web.page("performance_a", "/deliveries/")
    assert len(sent) <= 8, "\n".join(sent)
