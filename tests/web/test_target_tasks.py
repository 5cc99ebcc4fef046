"""目标调整任务 as pages: the work list leads to it, the unit explains, the section answers."""

import re
from datetime import date

from tests.domain.factories import adjustment_of, declaration_at
from tests.web.clicking import Web
from workflow.db import unit_of_work
from workflow.money_types import LedgerKind
from workflow.services.ledger import Typed, enter


def test_an_adjustment_under_way_is_opened_from_its_task(web: Web) -> None:
    file = declaration_at(web.world, "approved")
    typed = Typed(2025, 3_000_000, date(2025, 3, 3), "鄂州财社〔2025〕61号", "上级追加")
    with unit_of_work(write=True) as session:
        enter(session, web.world.actor("budget"), file.read().project_id or 0, LedgerKind.addition, typed)
    place = next(link for link in web.page("filer_a", "/").links if link.startswith("/target-tasks/"))
    new = adjustment_of(file)
    page = web.page("filer_a", place)
    assert "目标调整中" in page.text and "打开调整申报" in page.text and "调整绩效目标" not in page.text
    assert f"/declarations/{new.id}" in page.links
    assert place not in web.page("filer_a", "/").links, "the adjustment itself is on the list"


def test_the_unit_explains_and_the_section_confirms(web: Web) -> None:
    file = declaration_at(web.world, "approved")
    typed = Typed(2025, 3_000_000, date(2025, 3, 3), "鄂州财社〔2025〕61号", "上级追加")
    with unit_of_work(write=True) as session:
        enter(session, web.world.actor("budget"), file.read().project_id or 0, LedgerKind.addition, typed)
    work = web.page("filer_a", "/")
    assert "调整目标或说明理由" in work.text
    place = next(link for link in work.links if link.startswith("/target-tasks/"))
    page = web.page("filer_a", place)
    assert all(words in page.text for words in ("30.00%", "+3.00", "鄂州财社〔2025〕61号", "待单位办理"))
    assert f"/declarations/{file.id}/moves/open_adjustment" in page.links
    form = web.page("filer_a", f"/declarations/{file.id}/moves/open_adjustment").html
    assert re.search('value="addition"[^>]*checked', form) and "上级追加</textarea>" in form
    for words in ("鄂州财社〔2025〕61号", "鄂州市财政局", "2025-03-03"):
        assert f'value="{words}"' in form, words
    assert place in web.page("budget", f"/execution/projects/{file.read().project_id}?year=2025").links
    refused = web.post("filer_a", f"{place}/explain", {"reason": ""})
    assert (refused.status_code, "请填写理由" in refused.get_data(as_text=True)) == (422, True)
    assert "科室意见" not in web.page("section_a", place).text
    assert web.post("filer_a", f"{place}/explain", {"reason": "单价上涨"}).status_code == 303
    assert place in web.page("section_a", "/").links
    assert web.post("section_a", f"{place}/answer", {"do": "refuse"}).status_code == 422
    assert web.post("section_a", f"{place}/answer", {"do": "confirm"}).status_code == 303
    closed = web.page("leader", place)
    assert "同意不调整" in closed.text and "单价上涨" in closed.text and "<textarea" not in closed.html
    assert place in web.page("filer_a", "/target-tasks/?stage=explained").links
