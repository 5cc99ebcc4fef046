"""沿用上年申报 and 指标库 on their pages: offered, marked, confirmed, refused with a way to each place; no script."""

from itertools import count

import pytest

from tests.domain.factories import File, bring, make_declaration
from tests.domain.hands import explain_all
from tests.services.cloning.test_cloning import task_of, waiting
from tests.services.editing.hands import WEIGHTED, raw, text
from tests.web.clicking import Web
from tests.web.test_editor_form import Controls, save
from workflow import db
from workflow.models import Declaration, LibraryIndicator
from workflow.services.library import Given, add

WHO = "filer_own_a"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def approved(web: Web) -> File:
    file = make_declaration(web.world, unit="hr_own", content=WEIGHTED)
    explain_all(file)
    return bring(file, "approved")


@pytest.fixture(scope="module")
def copied(web: Web, approved: File) -> File:
    """Begun from the page that offers last year's declarations."""
    task = task_of(web.world, 2026)
    page = web.page(WHO, "/declarations/new")
    assert "从 2025 年申报复制" in page.text and approved.document().project_name in page.text
    unit, project = web.world.organisations["hr_own"], approved.read().project_id
    fields = {"task": task, "unit": unit, "project": project, "source": approved.id}
    response = web.post(WHO, "/declarations/", fields)
    assert response.status_code == 303
    return File(web.world, Declaration, int(response.location.split("/")[2]), "hr_own")


def test_every_value_that_waits_has_its_button_and_the_counts_say_how_many(web: Web, copied: File) -> None:
    page = web.page(WHO, f"/declarations/{copied.id}/edit")
    buttons = set(Controls(page.html).buttons)
    paths = waiting(copied)
    assert {f"confirm:{path}" for path in paths} <= buttons
    assert f"待确认 {len(paths)} 处" in page.text
    assert "本表复制自 2025 年申报" in page.text
    assert {f"confirm-part:{name}" for name in ("basics", "annual", "goals")} <= buttons
    assert not [value for value in buttons if value in ("confirm:form", "confirm-part:form")]


def test_a_click_confirms_a_cell_a_row_a_part(web: Web, copied: File) -> None:
    before = waiting(copied)
    row = next(path for path in before if path.startswith("indicators/")).rpartition("/")[0]
    for do in (f"confirm:{row}/level3", f"confirm:{row}", "confirm-part:goals"):
        page = Controls(web.page(WHO, f"/declarations/{copied.id}/edit").html)
        assert save(web, copied, page, do=do).status_code == 303
    now = waiting(copied)
    assert set(before) - set(now) == {path for path in before if path.startswith((f"{row}/", "goals/"))}
    url = f"/declarations/{copied.id}/edit/do"
    answer = web.client(WHO).post(
        url, json={"do": f"confirm:{now[0]}"}, headers={"X-CSRFToken": web.token(), "Accept": "application/json"}
    ).get_json()  # fmt: skip
    assert answer["carried"] == now[1:] == waiting(copied)
    assert answer["counts"]["carried"] == len(now) - 1


def test_sending_up_is_refused_with_the_way_to_each_list(web: Web, copied: File) -> None:
    page = web.page(WHO, f"/declarations/{copied.id}/moves/send_up")
    assert "还有沿用的内容没有确认" in page.text
    lists = {path.partition("/")[0] for path in waiting(copied)}
    version = copied.read().version
    refused = web.post(WHO, f"/declarations/{copied.id}/moves/send_up", {"expected_version": version})
    html = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert html.count("处从以前申报沿用的内容没有确认") >= len(lists) > 2


def test_a_second_declaration_of_the_year_leads_to_the_first(web: Web, approved: File, copied: File) -> None:
    task, unit, project = copied.read().task_id, web.world.organisations["hr_own"], approved.read().project_id
    response = web.post(WHO, "/declarations/", {"task": task, "unit": unit, "project": project})
    assert response.status_code == 422
    assert f'href="/declarations/{copied.id}"' in response.get_data(as_text=True)


def test_an_empty_draft_offers_the_copy_and_an_ended_one_can_be_begun_again(web: Web, approved: File) -> None:
    task, unit, project = task_of(web.world, 2026), web.world.organisations["hr_own"], approved.read().project_id
    ended = make_declaration(web.world, unit="hr_own", content=WEIGHTED, fiscal_year=2024)
    web.post(WHO, f"/declarations/{ended.id}/moves/discard", {"expected_version": ended.read().version})
    page = web.page(WHO, f"/declarations/{ended.id}")
    assert f"/declarations/new?source={ended.id}" in page.links
    assert "复制为新申报" in web.page(WHO, f"/declarations/new?source={ended.id}").text
    assert f"/declarations/new?source={ended.id}" not in web.page("section_a", f"/declarations/{ended.id}").links
    fields = {"task": task, "unit": unit, "project": ended.read().project_id}
    made = web.post(WHO, "/declarations/", fields).location.split("/")[2]
    assert "可以把本项目上年的申报复制进来" not in web.page(WHO, f"/declarations/{made}/edit").text
    assert project != ended.read().project_id


# --- the library ----------------------------------------------------------------------------------------------------


def written(web: Web) -> LibraryIndicator:
    """An entry the performance section wrote."""
    name = f"群众综合满意度{next(NUMBERS)}"
    place = ("社会保障和就业", "满意度指标", "服务对象满意度指标")
    given = Given(*place, name, comparator="≥", unit="%", low="90", high="98")
    with db.unit_of_work(write=True) as session:
        return add(session, web.world.actor("performance_a"), web.world.regions["ezhou"], given)


def test_choosing_works_by_a_search_form_and_a_button(web: Web) -> None:
    entry = written(web)
    file = make_declaration(web.world, unit="hr_own", content=WEIGHTED)
    row = f"indicators/{file.document().indicators[-1].uid}"
    controls = Controls(web.page(WHO, f"/declarations/{file.id}/edit").html)
    assert f"library:{row}" in controls.buttons
    asked = save(web, file, controls, do=f"library:{row}")
    page = web.page(WHO, f"{asked.location}&name=zhmyd")
    assert entry.name in page.text and "≥__%" in page.text and "常用 90–98%" in page.text
    sent = {"place": row, "entry": entry.id}
    assert web.post(WHO, f"/declarations/{file.id}/edit/library", sent).status_code == 303
    assert text(file, f"{row}/level3") == entry.name
    new = {"place": "indicators:annual::产出指标", "entry": entry.id}
    done = web.post(WHO, f"/declarations/{file.id}/edit/library", new)
    path = done.location.partition("#c-")[2].replace("_", "/")
    assert raw(file) == {path: "≥__%"}
    assert "还缺数字" in web.page(WHO, f"/declarations/{file.id}/edit").text
    part = web.get(WHO, f"/declarations/{file.id}/edit/library?part=1&place={row}&name=none-such")
    assert "<html" not in part.get_data(as_text=True)
    for place in ("indicators/none", "goals/g1", ""):
        status = web.get(WHO, f"/declarations/{file.id}/edit/library?place={place}").status_code
        assert status in (200, 404) and (status == 404) is ("/" in place)
    assert web.get("filer_a", f"/declarations/{file.id}/edit/library?place={row}").status_code == 404


def test_the_performance_section_keeps_the_library_and_others_read_it(web: Web) -> None:
    keeper, entry, other = "performance_a", written(web), written(web)
    index = web.page(keeper, "/indicators/?name=zhmyd&sector=社会保障和就业&level1=满意度指标&status=active")
    assert entry.name in index.text and "重新汇总" in index.text
    assert "重新汇总" not in web.page("section_a", "/indicators/").text
    form = {name: getattr(entry, name) for name in ("sector", "level1", "level2", "name", "comparator", "unit")}
    sent = form | {"expected_version": entry.version, "basis": "行业标准"}
    assert web.post(keeper, f"/indicators/{entry.id}", sent).status_code == 303
    assert web.post(keeper, f"/indicators/{entry.id}", sent).status_code == 409
    assert web.post(keeper, f"/indicators/{entry.id}", sent | {"expected_version": 2, "name": ""}).status_code == 422
    page = web.page(keeper, f"/indicators/{entry.id}")
    assert "修改指标" in page.text and "行业标准" in page.text
    replaced = {"expected_version": 2, "successor": other.id}
    assert web.post(keeper, f"/indicators/{entry.id}/deprecate", replaced).status_code == 303
    shown = web.page("leader", f"/indicators/{entry.id}")
    assert (
        "已停用" in shown.text and other.name in shown.text and not [f for f in shown.forms if "indicators" in f.action]
    )
    assert web.post(keeper, f"/indicators/{entry.id}/restore", {"expected_version": 3}).status_code == 303
    merging = web.page(keeper, f"/indicators/merge?id={entry.id}&id={other.id}")
    assert entry.name in merging.text
    assert web.post(keeper, "/indicators/merge", {"id": [entry.id, other.id], "target": other.id}).status_code == 303
    assert web.post(keeper, "/indicators/", form | {"name": "新写的办结率"}).status_code == 303
    assert web.post(keeper, "/indicators/", form | {"name": "新写的办结率"}).status_code == 422
    assert web.post(keeper, "/indicators/build").status_code == 303
    assert web.get("performance_other", f"/indicators/{entry.id}").status_code == 404
    assert web.post("performance_other", f"/indicators/{entry.id}", sent).status_code == 404
