"""Signing in and out: passwords, lockout, limits, time-outs, ended sessions, language, and where one lands."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import func, select

from tests.web.clicking import TOKEN, Web, open_web, set_password
from tests.web.conftest import Clock
from tests.web.html import Page
from workflow import db
from workflow.models import SignInSession
from workflow.services import accounts

PASSWORD = "Ezhou-2025"
PLACES = [
    ("/declarations/?q=%E5%B0%B1%E4%B8%9A", "/declarations/?q=%E5%B0%B1%E4%B8%9A"),
    ("/declarations/7?tab=history", "/declarations/7?tab=history"),
    ("", "/"),
    ("https://example.org/", "/"),
    ("//example.org/", "/"),
    ("/\\example.org", "/"),
    ("/\t/example.org", "/"),
    ("/%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1"),
    ("javascript:alert(1)", "/"),
    ("example.org", "/"),
    ("/a\\b", "/"),
]


@pytest.fixture(scope="module", autouse=True)
def passwords(web: Web) -> None:
    set_password("filer_a", accounts.HASHER.hash(PASSWORD))
    set_password("head_a", accounts.HASHER.hash(PASSWORD))


def attempt(
    web: Web, username: str, password: str, target: str = "", address: str = "10.0.0.1"
) -> tuple[int, str, str]:
    """Status, where it leads, and what the page says."""
    client = web.app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = TOKEN
    data = {"csrf_token": web.token(), "username": username, "password": password, "next": target}
    response = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address})
    return response.status_code, response.headers.get("Location", ""), Page(response.get_data(as_text=True)).text


@pytest.mark.parametrize(("target", "place"), PLACES)
def test_after_signing_in_one_is_where_one_was_but_never_on_another_site(web: Web, target: str, place: str) -> None:
    assert attempt(web, "filer_a", PASSWORD, target)[:2] == (303, place)


def test_language_and_year_lead_nowhere_else_either(web: Web) -> None:
    for path, data in (("/language", {"language": "en"}), ("/fiscal-year", {"fiscal_year": "2025"})):
        response = web.post("filer_b", path, {**data, "next": "https://example.org/"})
        assert (response.status_code, response.headers["Location"]) == (303, "/")
    web.speak("filer_b", "zh")


def test_a_wrong_name_and_a_wrong_password_sound_alike_and_keep_the_name(web: Web) -> None:
    wrong = attempt(web, "head_a", "wrong")
    unknown = attempt(web, "no-such-person", "wrong")
    assert wrong[0] == unknown[0] == 422
    assert "用户名或密码不正确" in wrong[2]
    assert wrong[2].replace("head_a", "") == unknown[2].replace("no-such-person", "")


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(web: Web, ticking: Clock) -> None:
    answers = [attempt(web, "filer_a", "wrong", address="10.0.1.1") for _ in range(5)]
    answers.append(attempt(web, "filer_a", PASSWORD, address="10.0.1.2"))
    assert {status for status, _, _ in answers} == {422}
    assert "失败 5 次后，账号锁定 15 分钟" in answers[0][2]
    strangers = [attempt(web, "nobody", "wrong", address="10.0.1.1") for _ in range(6)]
    assert {words.replace("filer_a", "nobody") for _, _, words in answers} == {words for _, _, words in strangers}
    ticking.forward(1)
    assert attempt(web, "filer_a", PASSWORD, address="10.0.1.2")[0] == 303


def test_a_browser_one_has_signed_in_with_stays_usable_while_others_guess(web: Web) -> None:
    client = web.app.test_client()

    def sign_in(who: str, password: str) -> int:
        with client.session_transaction() as session:
            session.clear()
            session["csrf_token"] = TOKEN
        data = {"csrf_token": web.token(), "username": who, "password": password}
        return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.0.4.1"}).status_code

    assert [sign_in(who, PASSWORD) for who in ("filer_a", "head_a")] == [303, 303]
    cookie = client.get_cookie("jixiao_browser", path="/sign-in")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.value.count(".")) == (True, "Lax", 1)
    for _ in range(5):
        attempt(web, "filer_a", "wrong", address="10.0.4.2")
    assert attempt(web, "filer_a", PASSWORD, address="10.0.4.3")[0] == 422
    assert [sign_in(who, PASSWORD) for who in ("filer_a", "head_a")] == [303, 303]
    client.set_cookie("jixiao_browser", "x" * 4000, path="/sign-in")
    assert sign_in("head_a", PASSWORD) == 303


@pytest.mark.parametrize("username", ["nobody", "section_b"])
def test_one_address_cannot_guess_on_at_one_name_but_locks_no_office_out(web: Web, username: str) -> None:
    for number in range(20):
        typed = username.upper() if number % 2 else f" {username}"
        assert attempt(web, typed, "wrong", address="10.0.2.2")[0] == 422
    status, _place, words = attempt(web, username, "wrong", address="10.0.2.2")
    assert status == 429
    assert "操作过于频繁" in words
    for _ in range(21):
        assert attempt(web, "head_a", PASSWORD, address="10.0.2.2")[0] == 303


def test_the_session_starts_fresh_and_ends_with_signing_out(web: Web) -> None:
    client = web.app.test_client()
    with client.session_transaction() as session:
        session.update(csrf_token=TOKEN, planted="x")
    data = {"csrf_token": web.token(), "username": "head_a", "password": PASSWORD}
    client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.0.3.1"})
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["user"] == web.world.people["head_a"]
        session["csrf_token"] = TOKEN
    assert client.get("/").status_code == 200
    assert client.post("/sign-out", data={"csrf_token": web.token()}).headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 303


def test_signing_out_ends_a_copied_cookie_and_no_other_sign_in(web: Web) -> None:
    def signed_in(address: str) -> FlaskClient:
        client = web.app.test_client()
        with client.session_transaction() as session:
            session["csrf_token"] = TOKEN
        data = {"csrf_token": web.token(), "username": "head_a", "password": PASSWORD}
        client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address})
        with client.session_transaction() as session:
            session["csrf_token"] = TOKEN
        return client

    here, elsewhere, thief = signed_in("10.0.3.2"), signed_in("10.0.3.3"), web.app.test_client()
    cookie = here.get_cookie("jixiao")
    assert cookie is not None
    thief.set_cookie("jixiao", cookie.value)
    assert [client.get("/").status_code for client in (here, elsewhere, thief)] == [200, 200, 200]
    assert here.post("/sign-out", data={"csrf_token": web.token()}).status_code == 303
    thief.set_cookie("jixiao", cookie.value)
    assert [client.get("/").status_code for client in (here, elsewhere, thief)] == [303, 200, 303]


def test_a_sign_in_leaves_no_rows_of_those_long_over(web: Web, ticking: Clock) -> None:
    def rows() -> int:
        with db.unit_of_work() as session:
            mine = SignInSession.user_id == web.world.people["head_a"]
            return session.exec(select(func.count()).select_from(SignInSession).where(mine)).one()

    for _ in range(2):
        attempt(web, "head_a", PASSWORD, address="10.0.3.4")
    assert rows() >= 2
    ticking.minutes(10 * 60 + 1)
    attempt(web, "head_a", PASSWORD, address="10.0.3.4")
    assert rows() == 1


def test_an_idle_session_ends_says_so_and_leads_back(web: Web, ticking: Clock) -> None:
    client = web.client("head_b")
    ticking.minutes(29)
    assert client.get("/declarations/").status_code == 200
    ticking.minutes(29)
    assert client.get("/declarations/").status_code == 200, "every click counts"
    ticking.minutes(31)
    response = client.get("/declarations/?q=jy")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/declarations/?q%3Djy&ended=1"
    page = Page(client.get(response.headers["Location"]).get_data(as_text=True))
    assert "登录已过期" in page.text
    assert page.form("/sign-in").fields["next"] == "/declarations/?q=jy"


def test_a_session_has_an_end_however_busy(web: Web, ticking: Clock) -> None:
    client = web.client("head_b")
    for _ in range(29):
        ticking.minutes(20)
        assert client.get("/people").status_code == 200
    ticking.minutes(21)
    assert client.get("/people").status_code == 303, "ten hours are over"


def test_a_form_of_an_ended_session_leads_back_to_the_page_that_held_it(web: Web, ticking: Clock) -> None:
    client = web.client("head_b")
    ticking.minutes(31)
    response = client.post(
        "/inbox/read",
        data={"csrf_token": web.token()},
        headers={"Referer": "http://localhost/declarations/7?tab=comments"},
    )
    assert response.headers["Location"] == "/sign-in?next=/declarations/7?tab%3Dcomments&ended=1"


def test_scripts_get_401_and_keep_what_was_typed(web: Web) -> None:
    response = web.app.test_client().get("/", headers={"Accept": "application/json"})
    assert (response.status_code, response.get_json()) == (401, {"error": "signed_out"})


def test_ended_sessions_and_closed_accounts_are_out_at_the_next_click(web: Web) -> None:
    client = web.client("section_b")
    assert client.get("/").status_code == 200
    with db.unit_of_work(write=True) as session:
        accounts.end_sessions(session, web.world.people["section_b"])
    assert client.get("/").status_code == 303
    other = web.client("reviewer_b")
    with db.unit_of_work(write=True) as session:
        accounts.close_account(session, web.world.people["reviewer_b"])
    assert other.get("/").status_code == 303


def test_a_forged_cookie_is_nobody(web: Web) -> None:
    client = web.app.test_client()
    client.set_cookie("jixiao", "eyJ1c2VyIjoxfQ.Z0000.forged")
    assert client.get("/").status_code == 303


def test_the_cookie_is_closed_to_scripts_and_other_sites(web: Web, tmp_path: Path) -> None:
    def cookie(app: Web) -> str:
        return app.app.test_client().get("/sign-in").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie(web).split("; "))
    assert "Secure" not in cookie(web)
    secure = open_web(web.world.url, tmp_path, public_url="https://jixiao.example.org")
    assert "Secure" in cookie(secure)


def test_pages_change_language_and_stay_so_after_signing_out(web: Web) -> None:
    client = web.client("leader")
    assert "待办" in client.get("/").get_data(as_text=True)
    client.post("/language", data={"csrf_token": web.token(), "language": "en", "next": "/people"})
    page = client.get("/").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "Work list" in page
    assert "待办" not in page
    client.post("/sign-out", data={"csrf_token": web.token()})
    assert "Sign in" in client.get("/sign-in").get_data(as_text=True)


def test_demonstration_accounts_are_listed_only_where_they_are(web: Web) -> None:
    assert "演示账号" not in web.app.test_client().get("/sign-in").get_data(as_text=True)
