"""No one in: every route has its gate, every form its token, and what lies out of reach does not exist."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.domain.factories import declaration_at, rows_of
from tests.web.clicking import Web
from tests.web.foreign import foreign_things, message
from tests.web.routes import BODIES, GATES
from webapp.access import GATE
from webapp.security import HEADERS
from workflow.models import (
    Comment,
)

SEEING = (
    "filer_a", "head_a", "reviewer_a", "section_a", "section_b", "section_head", "performance_a", "treasury",
     "budget", "leader", "auditor",
)  # fmt: skip
OUTSIDE = (
    "filer_other", "head_other", "reviewer_other", "section_other", "performance_other",
    "system_admin", "security_admin", "audit_admin",
)  # fmt: skip


def rules(web: Web) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods."""
    for rule in web.app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, method


def gate_of(web: Web, endpoint: str) -> str:
    return str(getattr(web.app.view_functions[endpoint], GATE, ""))


def test_every_route_has_exactly_the_gate_of_the_inventory(web: Web) -> None:
    found = {rule.endpoint: gate_of(web, rule.endpoint) for rule, _ in rules(web)}
    assert found == GATES


def test_what_changes_something_is_a_post(web: Web) -> None:
    for rule, method in rules(web):
        assert method in ("GET", "POST"), rule


@pytest.fixture(scope="module")
def foreign(web: Web) -> dict[str, Any]:
    return foreign_things(web)


def address(web: Web, rule: Rule, things: dict[str, Any]) -> str:
    """The route's path to a foreign object; a kind of object nobody made here fails the test."""
    values = {name: things[_kind(rule, name)] for name in rule.arguments}
    with web.app.test_request_context():
        path: str = web.app.url_map.bind("localhost").build(rule.endpoint, values)
        return path


def _kind(rule: Rule, name: str) -> str:
    if rule.endpoint.startswith("batches.") and name == "batch_id":
        return "approval_batch"
    return name


MONEY = frozenset({
    "payments", "payment_match", "payment_columns", "payment_months",
    "campaigns", "campaign_course", "report_sheet", "evaluation_tasks", "evaluation_choices", "evaluation_samples",
    "deliveries", "library", "reminder_rules", "nudges",
})  # fmt: skip
"""Objects of a region as a whole: their own tests make and hide them."""


def test_what_lies_out_of_reach_does_not_exist_for_anybody_by_any_route(web: Web, foreign: dict[str, Any]) -> None:
    before = foreign["file"].read()
    checked = 0
    for rule, method in rules(web):
        if not rule.arguments or rule.endpoint.split(".")[0] in MONEY:
            continue
        path, gate = address(web, rule, foreign), GATES[rule.endpoint]
        lacking = [who for who in OUTSIDE if gate.startswith("roles:") and who_lacks(web, who, gate)]
        for who in (*(who for who in OUTSIDE if who not in lacking), *lacking[:1]):  # one stands for all at the gate
            response = web.get(who, path) if method == "GET" else sent(web, who, rule, path)
            harmless = rule.endpoint.startswith("batches.p") and response.status_code == 422  # nothing was chosen
            assert response.status_code == (403 if who in lacking else 404) or harmless, f"{who} {method} {path}"
            checked += 1
    assert checked > 100
    after = foreign["file"].read()
    assert (after.version, after.state, after.desk, after.taken_by) == (
        before.version, before.state, before.desk, before.taken_by,
    )  # fmt: skip


def sent(web: Web, who: str, rule: Rule, path: str) -> TestResponse:
    """A form, or JSON where only that is understood."""
    if rule.endpoint in BODIES:
        return web.client(who).post(path, json=BODIES[rule.endpoint], headers={"X-CSRFToken": web.token()})
    return web.post(who, path, {"path": "form", "text": "x"})


def who_lacks(web: Web, who: str, gate: str) -> bool:
    wanted = set(gate.removeprefix("roles:").split(","))
    return wanted.isdisjoint(web.world.actor(who).roles)


def test_a_role_without_the_gate_is_told_so_and_nobody_goes_to_the_sign_in_page(web: Web) -> None:
    """At each gate everybody whom it keeps out, behind each route of the gate one of them."""
    tried: set[tuple[str, str]] = set()
    for rule, method in rules(web):
        gate = GATES[rule.endpoint]
        if rule.arguments or not gate.startswith(("roles:", "signed_in")):
            continue
        path = address(web, rule, {})
        anonymous = web.app.test_client().get(path) if method == "GET" else None
        if anonymous is not None:
            assert (anonymous.status_code, anonymous.headers["Location"][:8]) == (303, "/sign-in")
        open_to_all = gate == "signed_in"
        people = ("filer_a", "system_admin") if open_to_all else (*SEEING, "system_admin")
        lacking = [who for who in people if not open_to_all and who_lacks(web, who, gate)]
        for who in (who for at, who in enumerate(lacking) if at == 0 or (gate, who) not in tried):
            tried.add((gate, who))
            response = web.get(who, path) if method == "GET" else web.post(who, path)
            assert response.status_code == 403, f"{who} {path}"
        for who in [who for who in people if who not in lacking][:2] if method == "GET" else ():
            assert web.get(who, path).status_code == 200, f"{who} {path}"  # tests/pages opens it as everybody else


def test_every_form_needs_its_token(web: Web, foreign: dict[str, Any]) -> None:
    keys = (
        "year", "month", "change_id", "columns_id", "transfer_id", "batch_id", "row_id", "payment_id", "campaign_id",
        "letter_id", "entry_id", "task_id",
    )  # fmt: skip
    things = foreign | dict.fromkeys(keys, 1) | {"code": "monitoring_report-7"}
    seen = 0
    for rule, method in rules(web):
        if method == "POST":
            path = address(web, rule, things)
            assert web.client("filer_a").post(path, data={}).status_code == 400, path
            seen += 1
    made_up = web.client("filer_a").post(path, data={"csrf_token": "made-up"})
    json = web.client("filer_a").post(path, json={}, headers={"Accept": "application/json"})
    assert (made_up.status_code, json.status_code, json.get_json()) == (400, 400, {"error": "csrf"})
    assert seen > 20


def test_every_answer_carries_the_headers(web: Web, foreign: dict[str, Any]) -> None:
    file = f"/declarations/{foreign['declaration_id']}"
    answers = [
        web.get("filer_a", "/"), web.get("filer_a", file), web.get("filer_a", "/declarations/999999"),
        web.get("system_admin", "/declarations/new"), web.get("", "/sign-in"), web.get("", "/"),
        web.get("filer_a", "/static/css/tokens.css"), web.get("filer_a", "/static/no-such"), web.get("", "/healthz"),
        web.client("filer_a").post("/inbox/read"), web.client("filer_a").put("/"),
        web.get("filer_a", f"{file}/moves/x"),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {200, 303, 400, 403, 404, 405}
    for answer in answers:
        answer.close()
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (answer.request.path, name)
        static = answer.request.path.startswith("/static")
        assert answer.headers["Cache-Control"] == ("public, max-age=3600" if static else "no-store")
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert HEADERS["Content-Security-Policy"].startswith("default-src 'none'")


def test_who_may_do_what_with_a_file_in_reach(web: Web) -> None:
    """The gate of the domain behind the gate of the route: role by role, and the one who may really does."""
    for place, action, able, data in (
        ("submitted/section", "take_up", {"section_a", "section_b"}, {}),
        ("drafted/filer", "discard", {"filer_a", "head_a"}, {}),
        ("drafted/filer", "send_up", {"filer_a"}, {}),
        ("finance_reviewed/performance", "clear", {"performance_a"}, {}),
        ("approved", "terminate", {"performance_a"}, {"reason": "停止", "document": "1号"}),
    ):
        file = declaration_at(web.world, place)
        for who in sorted(SEEING, key=lambda name: name in able):
            version = file.read().version
            form = {"expected_version": version, **data}
            asked = web.get(who, f"/declarations/{file.id}/moves/{action}").status_code
            if who not in able:
                assert asked == 403, (who, action)
                assert web.post(who, f"/declarations/{file.id}/moves/{action}", form).status_code == 403, (who, action)
                assert file.read().version == version
        first = min(able)
        assert web.get(first, f"/declarations/{file.id}/moves/{action}").status_code == 200
        assert web.post(first, f"/declarations/{file.id}/moves/{action}", form).status_code == 303
        assert file.read().version == version + 1


def test_who_may_comment(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    for who in SEEING:
        expected = {"section_a": 303, "section_b": 409}.get(who, 403)
        response = web.post(who, f"/declarations/{file.id}/comments", {"path": "form", "text": "x"})
        assert response.status_code == expected, who
    assert {item.author_id for item in rows_of(file, Comment)} == {web.world.people["section_a"]}


def test_messages_are_their_recipients_alone(web: Web) -> None:
    mine = message(web)
    for who in ("filer_b", "head_a", "auditor", "system_admin"):
        assert web.post(who, f"/inbox/{mine}/open").status_code == 404
    assert web.post("filer_a", f"/inbox/{mine}/open").status_code == 303


def test_a_number_that_can_be_no_key_is_no_address(web: Web) -> None:
    assert web.get("filer_a", f"/declarations/{2**63}").status_code == 404
    assert web.get("filer_a", f"/declarations/{2**200}").status_code == 404
    assert web.get("filer_a", f"/declarations/?department={2**70}").status_code == 400
    assert web.get("filer_a", f"/inbox?before={2**70}").status_code == 400


def test_a_foreign_file_answers_as_one_that_is_not_there(web: Web, foreign: dict[str, Any]) -> None:
    there = web.page("filer_other", f"/declarations/{foreign['declaration_id']}", 404)
    gone = web.page("filer_other", "/declarations/987654", 404)
    assert there.text == gone.text


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "-1"])
def test_a_number_that_none_is_or_nothing_holds_is_no_fault(web: Web, foreign: dict[str, Any], number: str) -> None:
    editor = f"/declarations/{foreign['declaration_id']}/edit"
    for who, path, form in (
        ("treasury", "/payments/", {"year": number}),
        ("performance_a", "/monitoring/", {"year": number, "cutoff_month": number}),
        ("filer_a", "/intake/create", {"id": number, f"seen-{number}": f"{number}|"}),
        ("filer_a", f"{editor}/library", {"do": f"pick:{number}", "entry": number}),
    ):
        assert web.post(who, path, form).status_code < 500, path
