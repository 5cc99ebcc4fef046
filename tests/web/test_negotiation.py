"""协商完善 in the browser's words: a cell is chosen, suggested, accepted with one click and signed with another."""

from tests.domain.factories import PASS, TARGET, declaration_at
from tests.web.clicking import Web

WHY = "上年已完成 7 次"


def test_from_a_cell_to_the_signature(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    here = f"/declarations/{file.id}"
    chosen = web.get("section_a", f"{here}?tab=suggestions&place={TARGET}").get_data(as_text=True)
    assert f'name="path" value="{TARGET}"' in chosen
    assert f"tab=suggestions&amp;place={TARGET}#suggest" in chosen  # the cell of the form is the link
    assert "place=basics" not in chosen
    refused = web.post("section_a", f"{here}/suggestions", {"path": TARGET, "text": "≥8次", "reason": " "})
    assert refused.status_code == 422
    assert "≥8次" in refused.get_data(as_text=True)
    assert (
        web.post("section_a", f"{here}/suggestions", {"path": TARGET, "text": "≥8次", "reason": WHY}).status_code == 303
    )
    assert "答复修改建议" in web.get("filer_a", "/").get_data(as_text=True)
    assert "答复修改建议" not in web.get("head_a", "/").get_data(as_text=True)
    opened = web.get("filer_a", here).get_data(as_text=True)  # opens where something waits for him
    assert WHY in opened and "/accept" in opened
    number = opened.split("suggestions/")[1].split("/")[0]
    unexplained = web.post("filer_b", f"{here}/suggestions/{number}/refuse", {"reason": ""})
    assert (unexplained.status_code, "请填写理由" in unexplained.get_data(as_text=True)) == (422, True)
    assert web.post("filer_a", f"{here}/suggestions/{number}/accept").status_code == 303
    late = web.post("filer_b", f"{here}/suggestions/{number}/accept")
    assert (late.status_code, "人员filer_a" in late.get_data(as_text=True)) == (409, True)
    assert "审签修改" in web.get("head_a", "/").get_data(as_text=True)
    asked = web.get("head_a", f"{here}/moves/sign_changes").get_data(as_text=True)
    assert f'name="content_hash" value="{file.hash()}"' in asked
    stuck = web.post("section_a", f"{here}/moves/pass_review", {"expected_version": file.read().version, **PASS})
    assert (stuck.status_code, "待单位负责人审签后才能审核通过" in stuck.get_data(as_text=True)) == (409, True)
    signed = {"expected_version": file.read().version, "content_hash": file.hash()}
    assert web.post("head_a", f"{here}/moves/sign_changes", signed).status_code == 303
    passing = web.get("section_a", f"{here}/moves/pass_review").get_data(as_text=True)
    assert 'value="good" checked' in passing
    assert f"<del>{WHY}" not in passing
    assert "审签修改" in web.get("section_a", f"{here}?tab=history").get_data(as_text=True)
