"""Signing in and passwords, on both databases: what is refused is counted, and no answer tells which names exist."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlmodel import col, select

from tests.domain.world import World
from tests.services.accounts.helpers import PASSWORD, Account, refused
from tests.tasks.fixtures import Calendar
from workflow.db import unit_of_work
from workflow.models import AuditEntry, UserAccount
from workflow.permissions import load_actor
from workflow.services import accounts, known_browsers
from workflow.services.accounts import SignIn


def signing_in(username: str, password: str, *browsers: str) -> SignIn:
    with unit_of_work(write=True) as session:
        return accounts.sign_in(session, username, password, browsers)


def stored(user_id: int) -> UserAccount:
    with unit_of_work() as session:
        return session.get_one(UserAccount, user_id)


def actions_on(user_id: int) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.object_kind == "user_account", AuditEntry.object_id == user_id)
    with unit_of_work() as session:
        return list(session.exec(query.order_by(col(AuditEntry.id))))


def test_the_right_password_signs_in(zhou: Account, calendar: Calendar) -> None:
    result = signing_in(zhou.name, PASSWORD)
    assert result.user is not None
    assert (result.user.id, result.user.session_epoch, result.locked_minutes) == (zhou.id, 1, 0)
    assert stored(zhou.id).last_login_at is not None
    assert actions_on(zhou.id) == ["add_user", "sign_in"]


def test_the_name_is_read_as_people_type_it(zhou: Account) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in zhou.name)
    for typed in (zhou.name.upper(), f" {zhou.name} ", wide):
        assert signing_in(typed, PASSWORD).user is not None


def test_the_name_an_input_method_prints_is_kept_plain(world: World) -> None:
    with unit_of_work(write=True) as session:
        assert accounts.add_user(session, username="Ｗａｎｇ", name="王", password=PASSWORD).username == "wang"


def test_unknown_closed_and_wrong_answer_alike(zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        gone = accounts.add_user(session, username="gone", name="离任", password=PASSWORD)
        accounts.close_account(session, gone.id)
    assert signing_in("nobody", PASSWORD) == signing_in(zhou.name, "wrong") == signing_in("gone", PASSWORD) == SignIn()


def test_an_unknown_name_takes_as_long_as_a_wrong_password(zhou: Account) -> None:
    def quickest(username: str) -> float:
        taken = []
        for _ in range(4):
            begin = time.thread_time()  # work, not waiting: the machine may be busy with other tests
            signing_in(username, "wrong")
            taken.append(time.thread_time() - begin)
        return min(taken)

    assert quickest("nobody") > quickest(zhou.name) / 2
    assert not accounts.HASHER.check_needs_rehash(accounts._NOBODY)  # the same work, also after a change of parameters


def test_five_failures_lock_for_fifteen_minutes(zhou: Account, calendar: Calendar) -> None:
    answers = [signing_in(zhou.name, "wrong").locked_minutes for _ in range(5)]
    assert answers == [0, 0, 0, 0, 15]
    assert signing_in(zhou.name, PASSWORD) == SignIn(locked_minutes=15)
    calendar.forward(minutes=14)
    assert signing_in(zhou.name, PASSWORD) == SignIn(locked_minutes=1)
    calendar.forward(minutes=1)
    assert signing_in(zhou.name, PASSWORD).user is not None
    assert stored(zhou.id).failed_logins == 0
    assert actions_on(zhou.id) == ["add_user", *["sign_in_failed"] * 4, "lock_account", "sign_in"]


def test_a_lock_is_not_prolonged_and_a_new_count_begins_after_it(zhou: Account, calendar: Calendar) -> None:
    for _ in range(9):
        signing_in(zhou.name, "wrong")
    assert stored(zhou.id).failed_logins == 5
    calendar.forward(minutes=16)
    assert [signing_in(zhou.name, "wrong").locked_minutes for _ in range(5)] == [0, 0, 0, 0, 15]


def test_a_success_clears_the_count(zhou: Account) -> None:
    for _ in range(4):
        signing_in(zhou.name, "wrong")
    signing_in(zhou.name, PASSWORD)
    assert [signing_in(zhou.name, "wrong").locked_minutes for _ in range(4)] == [0, 0, 0, 0]


def test_attempts_at_once_are_all_counted(zhou: Account) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: signing_in(zhou.name, "wrong"), range(8)))
    assert sorted(answer.locked_minutes > 0 for answer in answers) == [False] * 4 + [True] * 4
    assert stored(zhou.id).failed_logins == 5


def test_whoever_guesses_from_elsewhere_does_not_lock_a_known_browser(zhou: Account, calendar: Calendar) -> None:
    own = signing_in(zhou.name, PASSWORD).browser
    calendar.forward(days=known_browsers.KNOWN_FOR.days - 1)
    for _ in range(9):
        signing_in(zhou.name, "wrong")
    assert signing_in(zhou.name, PASSWORD).locked_minutes == 15
    assert signing_in(zhou.name, PASSWORD, "x" * 32, own).browser == own
    assert signing_in(zhou.name, PASSWORD).locked_minutes == 15, "the stranger's lock stands"
    with unit_of_work(write=True) as session:
        accounts.reset_password(session, zhou.id, "Left-Horse-8")
        other = accounts.add_user(session, username=f"{zhou.name}.b", name="乙", password=PASSWORD)
    assert signing_in(other.username, PASSWORD, own).browser not in ("", own), "known to one person only"
    assert signing_in(zhou.name, "Left-Horse-8", own).browser not in ("", own), "a new password begins anew"


def test_a_known_browser_guesses_no_faster_and_locks_only_itself(zhou: Account, calendar: Calendar) -> None:
    own = signing_in(zhou.name, PASSWORD).browser
    assert [signing_in(zhou.name, "wrong", own).locked_minutes for _ in range(6)] == [0, 0, 0, 0, 15, 15]
    assert signing_in(zhou.name, PASSWORD, own) == SignIn(locked_minutes=15)
    assert signing_in(zhou.name, PASSWORD).user is not None
    calendar.forward(minutes=15)
    assert signing_in(zhou.name, PASSWORD, own).user is not None
    assert actions_on(zhou.id)[1:] == ["sign_in", *["sign_in_failed"] * 4, "lock_browser", "sign_in", "sign_in"]
    calendar.forward(days=known_browsers.KNOWN_FOR.days)
    assert signing_in(zhou.name, PASSWORD, own).browser != own


def test_the_browsers_of_a_person_are_few(zhou: Account) -> None:
    first, *_others, last = (signing_in(zhou.name, PASSWORD).browser for _ in range(known_browsers.MOST + 1))
    assert signing_in(zhou.name, PASSWORD, last).browser == last
    assert signing_in(zhou.name, PASSWORD, first).browser != first


def test_a_hash_of_other_parameters_is_replaced_at_sign_in(zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        session.get_one(UserAccount, zhou.id).password_hash = PasswordHasher(1, 8, 1).hash(PASSWORD)
    assert signing_in(zhou.name, "wrong").user is None
    assert accounts.HASHER.check_needs_rehash(stored(zhou.id).password_hash)
    assert signing_in(zhou.name, PASSWORD).user is not None
    assert not accounts.HASHER.check_needs_rehash(stored(zhou.id).password_hash)
    assert signing_in(zhou.name, PASSWORD).user is not None


@pytest.mark.parametrize("typed", ["", "x" * 100_000, "密码😀\x00", PASSWORD + " "])
def test_whatever_is_typed_is_only_wrong(zhou: Account, typed: str) -> None:
    assert signing_in(zhou.name, typed) == SignIn()
    assert signing_in(typed, PASSWORD) == SignIn()


def test_an_account_without_a_usable_hash_lets_nobody_in(world: World) -> None:
    assert signing_in("filer_a", "-") == SignIn()


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("Abcdefg1", True),
        ("abcdef-1", True),
        ("ABCDEF-1", True),
        ("密码很长很长a1", True),
        ("Abcde-1", False),
        ("abcdefgh1", False),
        ("Abcdefgh", False),
        ("12345678-", False),
        ("Aa1-" * 51, False),
    ],
)
def test_rules_of_a_password(password: str, good: bool) -> None:
    assert accounts.strong(password) is good


def changing(user_id: int, old: str, new: str) -> str | None:
    with unit_of_work(write=True) as session:
        problem = accounts.change_password(session, user_id, old, new)
    return problem.code if problem else None


def test_changing_the_own_password_ends_all_sessions(zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        session.get_one(UserAccount, zhou.id).demo_password = PASSWORD
    assert changing(zhou.id, PASSWORD, "Left-Horse-8") is None
    assert signing_in(zhou.name, PASSWORD).user is None
    assert signing_in(zhou.name, "Left-Horse-8").user is not None
    assert stored(zhou.id).session_epoch == 2
    assert stored(zhou.id).demo_password is None  # what is not true any more is not shown


def test_refusals_of_a_change_leave_the_password(zhou: Account) -> None:
    assert changing(zhou.id, "wrong", "Left-Horse-8") == "password_wrong"
    assert changing(zhou.id, PASSWORD, "weak") == "password_weak"
    assert changing(zhou.id, PASSWORD, PASSWORD) == "password_unchanged"
    assert stored(zhou.id).failed_logins == 1
    assert signing_in(zhou.name, PASSWORD).user is not None


def test_guessing_the_old_password_locks_too(zhou: Account) -> None:
    for _ in range(5):
        assert changing(zhou.id, "wrong", "Left-Horse-8") == "password_wrong"
    assert changing(zhou.id, PASSWORD, "Left-Horse-8") == "password_wrong"
    assert signing_in(zhou.name, PASSWORD) == SignIn(locked_minutes=15)


def test_a_reset_unlocks_and_ends_sessions(zhou: Account) -> None:
    for _ in range(5):
        signing_in(zhou.name, "wrong")
    with unit_of_work(write=True) as session:
        accounts.reset_password(session, zhou.id, "Left-Horse-8")
    result = signing_in(zhou.name, "Left-Horse-8")
    assert result.user is not None
    assert result.user.session_epoch == 2
    with refused("password_weak"), unit_of_work(write=True) as session:
        accounts.reset_password(session, zhou.id, "weak")


def test_sessions_end_and_accounts_close(zhou: Account) -> None:
    with unit_of_work(write=True) as session:
        accounts.end_sessions(session, zhou.id)
        accounts.close_account(session, zhou.id)
    with unit_of_work() as session:
        assert load_actor(session, zhou.id) is None
    assert stored(zhou.id).session_epoch == 3
    assert actions_on(zhou.id)[1:] == ["end_sessions", "close_account"]


@pytest.mark.parametrize("username", ["", "a", "-ab", "a b", "周凌", "x" * 61, "a/b"])
def test_unusable_names(world: World, username: str) -> None:
    with refused("username_unusable"), unit_of_work(write=True) as session:
        accounts.add_user(session, username=username, name="甲", password=PASSWORD)


def test_a_name_is_taken_once(zhou: Account) -> None:
    with refused("username_taken"), unit_of_work(write=True) as session:
        accounts.add_user(session, username=zhou.name.upper(), name="乙", password=PASSWORD)
    with refused("password_weak"), unit_of_work(write=True) as session:
        accounts.add_user(session, username="other", name="乙", password="weak")
