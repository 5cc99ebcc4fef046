"""The reviewer's queue by click: order, standing, the way from file to file, deciding later, many at once."""

import re
from datetime import date, timedelta

from sqlmodel import select

from tests.domain.factories import File, declaration_at, make_declaration, move
from tests.domain.hands import answer_all
from tests.web.clicking import TICKED, Web
from tests.web.html import Page
from workflow import clock, db
from workflow.lifecycle.cards import write_card
from workflow.models import Declaration, PendingDecision, Phrase, ReviewCard
from workflow.services.decision_run import perform_due
from workflow.services.queue_cards import fill_missing

QUEUE = "/review-queue"


def weigh(file: File, **values: object) -> File:
    """Another card than the one the example would get."""
    with db.unit_of_work(write=True) as session:
        card = session.exec(select(ReviewCard).where(ReviewCard.declaration_id == file.id)).one()
        for name, value in values.items():
            setattr(card, name, value)
    return file


def order(page: Page, *files: File) -> list[int]:
    """In which order these files stand on the page."""
    wanted = {file.id: number for number, file in enumerate(files)}
    found = [int(key) for key in re.findall(r'id="row-(\d+)"', page.html)]
    return [wanted[key] for key in found if key in wanted]


def three(web: Web) -> list[File]:
    """Large and calm, small and late, risky."""
    files = [declaration_at(web.world, "submitted/section", unit="inspection") for _ in range(3)]
    far, late = date(2025, 12, 1), date(2025, 2, 28)
    weigh(files[0], risk=0, risk_part=1, amount_part=5, due_on=far)
    weigh(files[1], risk=5, risk_part=1, amount_part=1, due_on=late)
    weigh(files[2], risk=45, risk_part=5, amount_part=2, due_on=date(2025, 3, 4), errors=1, warnings=2)
    return files


def test_the_order_is_risk_times_amount_times_deadline_or_one_of_them(web: Web) -> None:
    files = three(web)
    assert order(web.page("section_a", QUEUE), *files) == [2, 1, 0]  # 30, 5, 5: the newer first
    assert order(web.page("section_a", f"{QUEUE}?sort=due"), *files) == [1, 2, 0]
    assert order(web.page("section_a", f"{QUEUE}?sort=due&turned=1"), *files) == [0, 2, 1]
    assert order(web.page("section_a", f"{QUEUE}?sort=risk"), *files) == [2, 1, 0]
    page = web.page("section_a", QUEUE)
    for words in ("风险高", "1 处必改带说明报送、2 处建议改", "已超期", "今天已办 0 份", "1 份已过审核期限"):
        assert words in page.text, words
    assert re.search(r"剩 \d+ 份，日均 \d+ 份", page.text)
    assert order(web.page("section_b", f"{QUEUE}?sort=nonsense&department=x&desk=filer&cursor=%3Ex"), *files)
    assert order(web.page("section_other", QUEUE), *files) == []
    assert order(web.page("performance_a", QUEUE), *files) == []


def test_from_file_to_file_and_back_and_on_after_a_decision(web: Web) -> None:
    files = three(web)
    for day, file in enumerate((files[1], files[2]), start=20):
        weigh(file, due_on=date(2025, 2, day))
    page = web.page("section_a", f"/declarations/{files[1].id}?queue=due")
    links = "\n".join(page.links)
    assert re.search(r"第 \d+ / \d+ 份", page.text)
    assert f"/declarations/{files[2].id}?queue=due" in links
    assert f"{QUEUE}?sort=due#row-{files[1].id}" in links
    assert f"/declarations/{files[1].id}/moves/return?queue=due" in links, "the way is kept by every link"
    assert f"/declarations/{files[1].id}?tab=comments&queue=due" in links
    typed = {"expected_version": files[1].read().version, "reason": "请补充"}
    done = web.post("section_a", f"/declarations/{files[1].id}/moves/return?queue=due", typed)
    assert done.headers["Location"] == f"/declarations/{files[2].id}?queue=due"
    assert "queue-way" not in web.page("section_a", f"/declarations/{files[2].id}").html
    assert "第 " in web.page("section_a", f"/declarations/{files[2].id}?queue=nonsense.dx.low").html


def test_save_send_recall_and_what_became_of_it(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    ask = f"/declarations/{file.id}/moves/pass_review"
    version = file.read().version
    empty = web.post("section_a", f"{ask}/later", {"expected_version": version, "grade": "good"})
    assert (empty.status_code, "请填写审核意见" in empty.get_data(as_text=True)) == (422, True)
    typed = {"expected_version": version, "grade": "good", "opinion": "目标明确可行", **TICKED}
    assert web.post("section_a", f"{ask}/later", typed).status_code == 303
    assert "您已存为待发：业务科审核通过" in web.page("section_a", f"/declarations/{file.id}").text
    assert "您已存为待发" not in web.page("section_b", f"/declarations/{file.id}").text
    assert f'id="row-{file.id}"' not in web.page("section_a", QUEUE).html
    assert f'id="row-{file.id}"' in web.page("section_b", QUEUE).html
    assert "目标明确可行" in web.page("section_a", ask).html, "it can be changed"
    page = web.page("section_a", "/decisions")
    assert "业务科审核通过 · 良" in page.text
    assert "目标明确可行" not in web.page("section_b", "/decisions").text
    key = pending(file)
    for path, words in (("send", "10 分钟内可撤回"), ("recall", "已保存，尚未发出"), ("send", "全部发出")):
        web.post("section_a", f"/decisions/{path}", {"id": key})
        shown = web.page("section_a", "/decisions").text
        assert (words in shown) is (words != "全部发出"), words
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        perform_due()
    assert file.pair == "finance_reviewed/performance"
    assert "已执行" in web.page("section_a", "/decisions").text
    late = web.post("section_a", "/decisions/recall", {"id": key})
    assert (late.status_code, "不能再撤回" in late.get_data(as_text=True)) == (409, True)
    other = declaration_at(web.world, "submitted/section")
    typed["expected_version"] = other.read().version
    web.post("section_a", f"/declarations/{other.id}/moves/pass_review/later", typed)
    web.post("section_a", f"/decisions/{pending(other)}/remove")
    assert (pending(other), other.pair) == (0, "submitted/section")


def phrase(file: File, text: str) -> int:
    """A shared phrase of the region of the file, for the opinion."""
    with db.unit_of_work(write=True) as session:
        row = Phrase(created_at=clock.now(), region_id=file.read().region_id, section="opinion", text=text)
        session.add(row)
        session.flush()
        return row.id


def pending(file: File) -> int:
    with db.unit_of_work() as session:
        query = select(PendingDecision.id).where(
            PendingDecision.declaration_id == file.id, PendingDecision.status != "recalled"
        )
        return session.exec(query).first() or 0


def test_low_risk_files_are_passed_together_and_those_with_findings_only_by_tick(web: Web) -> None:
    calm = [declaration_at(web.world, "submitted/section") for _ in range(2)]
    for file in calm:
        weigh(file, unchanged=True, errors=0, warnings=0, returns=0)
    doubtful = weigh(declaration_at(web.world, "submitted/section"), errors=1, warnings=0)
    plain, about_one = phrase(doubtful, "资料齐全，同意。"), phrase(doubtful, "“{项目名称}”资料齐全。")
    group = web.page("section_a", f"{QUEUE}?group=low")
    assert sorted(order(group, *calm, doubtful)) == [0, 1]
    ids = "&".join(f"id={file.id}" for file in (*calm, doubtful))
    page = web.page("section_a", f"/declarations/many/pass_review?{ids}")
    assert "可以办理 3 份" in page.text
    chosen = re.findall(r'type="hidden" name="item" value="([^"]+)"', page.html)
    assert sorted(int(item.partition(":")[0]) for item in chosen) == sorted(file.id for file in calm)
    assert re.search(rf'type="checkbox" name="item" value="{doubtful.id}:\d+" [^>]*>', page.html)
    bare = web.post("section_a", "/declarations/many/pass_review", {"item": chosen, "grade": "good"})
    assert (bare.status_code, "请填写审核意见" in bare.get_data(as_text=True)) == (422, True)
    again = {"id": [file.id for file in (*calm, doubtful)], "item": chosen, "opinion": "与上年一致"}
    assert f'<option value="{plain}"' in page.html and f'<option value="{about_one}"' not in page.html
    with_words = web.post("section_a", "/declarations/many/pass_review/phrase", again | {"phrase": plain})
    assert "与上年一致\n资料齐全，同意。</textarea>" in with_words.get_data(as_text=True)
    assert "可以办理 3 份" in Page(with_words.get_data(as_text=True)).text
    asked = web.post("section_a", "/declarations/many/pass_review/phrase", again | {"phrase": about_one})
    assert asked.status_code == 404
    typed = {"item": chosen[:1], "grade": "excellent", "opinion": "与上年一致"}
    assert "已办理 1 份" in Page(web.post("section_a", "/declarations/many/pass_review", typed).get_data(True)).text
    typed["item"] = [*chosen, f"{doubtful.id}:{doubtful.read().version}"]
    saved = Page(web.post("section_a", "/declarations/many/pass_review/later", typed).get_data(as_text=True))
    assert "已存为待发 2 份，尚未发出" in saved.text
    assert "1 份没有办成" in saved.text
    assert sorted(bool(pending(file)) for file in (*calm, doubtful)) == [False, True, True]
    assert web.get("performance_a", f"/declarations/many/pass_review?{ids}").status_code == 403


def test_a_card_says_what_was_known_at_submission(web: Web) -> None:
    """Last year's goals and money again: unchanged; returned once: a risk; and a file without a card gets one."""
    last = declaration_at(web.world, "approved", fiscal_year=2025)
    file = make_declaration(web.world, fiscal_year=2026)
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        row.project_id = last.read().project_id
    for who, action in (("filer_a", "send_up"), ("head_a", "sign"), ("reviewer_a", "sign")):
        move(file, who, action)
    first = card_of(file)
    assert (first.unchanged, first.is_new, first.budget_before_fen) == (True, False, last.read().budget_total_fen)
    assert first.due_on > date(2025, 12, 31)
    move(file, "section_a", "return", reason="请核对")
    answer_all(file, "reviewer_a")
    move(file, "reviewer_a", "sign")
    assert (card_of(file).returns, card_of(file).round) == (1, 2)
    assert (card_of(file).returns, card_of(file).round) == (0, 1) if file.pair.startswith("drafted") else (1, 2)
    with db.unit_of_work(write=True) as session:
        session.delete(session.exec(select(ReviewCard).where(ReviewCard.declaration_id == last.id)).one())
    waiting = declaration_at(web.world, "submitted/section")
    with db.unit_of_work(write=True) as session:
        session.delete(session.exec(select(ReviewCard).where(ReviewCard.declaration_id == waiting.id)).one())
    assert f'id="row-{waiting.id}"' in web.page("section_a", f"{QUEUE}?sort=since&turned=1").html
    assert (fill_missing(), fill_missing()) == (1, 0)
    assert card_of(waiting).is_new
    assert write_card is not None


def card_of(file: File) -> ReviewCard:
    with db.unit_of_work() as session:
        return session.exec(select(ReviewCard).where(ReviewCard.declaration_id == file.id)).one()
