"""The editor without script: one form that saves what was typed, and buttons that work by themselves."""

from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.domain.factories import File, make_declaration
from tests.services.editing.hands import WIDE, put, raw, send, text, trail, uids
from tests.web.clicking import Web
from workflow.services.editing import Change

WHO, COLLEAGUE = "filer_own_a", "filer_own_b"
FORMS = {
    "jianghan-2024": WIDE,
    "dongxihu-2020": "dongxihu-2020/05-employment-management",
    "ezhou-2025-approval": "ezhou-2025-approval/02-employment-subsidy",
    "ezhou-2025-approval-table": "ezhou-2025-approval-table/01-counter-operations",
}


class Controls(HTMLParser):
    """What a browser without script would send of the form #editor, untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.buttons: list[str] = []
        self._inside = False
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == "editor"
        owner = given.get("form")
        if not (self._inside if owner is None else owner == "editor"):
            return
        name = given.get("name", "")
        if tag == "button" and name == "do":
            self.buttons.append(given["value"])
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given and "disabled" not in given:
                self.values.setdefault(name, []).append(given["value"])
        elif tag == "input" and name:
            self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            typed = self.values[self._area].removeprefix("\n")
            self.values[self._area], self._area = typed.replace("\n", "\r\n"), ""
        elif tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""


def opened(web: Web, file: File, who: str = WHO) -> Controls:
    return Controls(web.page(who, f"/declarations/{file.id}/edit").html)


def save(web: Web, file: File, page: Controls, who: str = WHO, **typed: Any) -> TestResponse:
    data = page.values | {"do": "save"} | {name.replace("__", "/"): value for name, value in typed.items()}
    return web.post(who, f"/declarations/{file.id}/edit/form", data)


@pytest.mark.parametrize("profile", FORMS)
def test_a_form_sent_untouched_changes_nothing(web: Web, profile: str) -> None:
    file = make_declaration(web.world, unit="hr_own", content=FORMS[profile])
    put(file, WHO, "indicators/i001/target", "第一行\n第二行 \n")
    put(file, WHO, "basics/-/budget_total", "12,3x")
    before = file.hash(), file.read().version, raw(file)
    response = save(web, file, opened(web, file))
    assert response.status_code == 303
    assert (file.hash(), file.read().version, raw(file)) == before


def test_everything_typed_is_saved_at_once(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    typed = {
        "basics/-/phone": "027-5550199",
        "basics/-/budget_year": "6,763",
        "basics/-/project_type": "一次性项目",
        "basics/-/establishment_basis": "依据一\r\n依据二",
        "indicators/i027/weight": "六",
        "indicators/i028/level2": "时效指标",
        "expenditure_lines/e1/amounts.transfer": "3800",
        "funding_sources/other/amount": "30",
    }
    response = save(web, file, opened(web, file), **typed)
    assert response.status_code == 303
    document = file.document()
    assert (document.phone, document.budget_year, document.project_type) == ("027-5550199", "6763.00", "一次性项目")
    assert document.establishment_basis == "依据一\n依据二"
    assert raw(file) == {"indicators/i027/weight": "六"}
    assert text(file, "indicators/i028/level1") == "产出指标"
    assert [(row.source, row.amount) for row in document.funding_sources][-1] == ("other", "30.00")
    page = web.page(WHO, response.headers["Location"].partition("#")[0])
    assert "“六”不是权重，请填 0 到 100 的数" in page.text


def test_what_a_colleague_typed_meanwhile_is_not_overwritten(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    page = opened(web, file)
    put(file, COLLEAGUE, "basics/-/phone", "027-5550111")
    put(file, COLLEAGUE, "basics/-/responsible_person", "周敏")
    response = save(web, file, page, **{"basics/-/phone": "027-5550222", "indicators/i001/target": "≥1"})
    assert response.status_code == 409
    html = response.get_data(as_text=True)
    assert "027-5550111" in html and "人员filer_own_b" in html
    assert text(file, "indicators/i001/target") == "≥1"
    assert text(file, "basics/-/responsible_person") == "周敏"
    again = Controls(html)
    assert again.values["basics/-/phone"] == "027-5550222"
    assert save(web, file, again).status_code == 303  # sent once more: mine stays
    assert text(file, "basics/-/phone") == "027-5550222"


def test_typing_into_a_row_that_went_is_shown_not_lost(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    page = opened(web, file)
    send(file, COLLEAGUE, Change("remove", "indicators/i002"))
    response = save(web, file, page, **{"indicators/i002/target": "≥999"})
    assert response.status_code == 409
    assert "≥999" in response.get_data(as_text=True)


def test_buttons_work_without_script(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    before = file.hash()
    page = opened(web, file)
    add = next(button for button in page.buttons if button.startswith("add:indicators:annual:"))
    assert save(web, file, page, do=add).status_code == 303
    assert len(uids(file, "indicators", "annual")) == 26
    save(web, file, opened(web, file), do="undo")
    assert file.hash() == before
    save(web, file, opened(web, file), do="remove:expenditure_lines/e1", **{"basics/-/phone": "1"})
    assert (text(file, "basics/-/phone"), uids(file, "expenditure_lines")[0]) == ("1", "e2")
    save(web, file, opened(web, file), do="copy:long_term:annual")
    assert "已引用" in web.page(WHO, f"/declarations/{file.id}/edit").text
    for _ in range(3):
        save(web, file, opened(web, file), do="undo")
    assert file.hash() == before
    save(web, file, opened(web, file), do="undo")
    assert "没有可以撤销的修改" in web.page(WHO, f"/declarations/{file.id}/edit").text


def test_the_enter_key_saves_and_does_nothing_else(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    assert opened(web, file).buttons[0] == "save"


def test_boxes_of_a_form_with_natures_only(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=FORMS["ezhou-2025-approval"])
    save(web, file, opened(web, file), natures=["non_tax", "government_fund"])
    assert [row.nature for row in file.document().funding_sources] == ["non_tax", "government_fund"]


def test_locked_cells_sent_along_are_left_alone(web: Web) -> None:
    from tests.services.editing.hands import returned

    file = returned(web.world, "indicators/i013/target")
    before = len(trail(file))
    page = opened(web, file)
    response = save(web, file, page, **{"basics/-/phone": "1", "indicators/i013/target": "≥78%"})
    assert response.status_code == 303
    assert [path for path, _, _ in trail(file)[before:]] == ["indicators/i013/target"]
