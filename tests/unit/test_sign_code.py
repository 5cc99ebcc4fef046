"""审签码: what it says comes back, however it is typed; every mistake of a person at the keyboard is noticed."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.canonical.sign_code import (
    HASH_DIGITS,
    LARGEST_FILE,
    SIGNS,
    SignCode,
    codes_in,
    make_code,
    plain_code,
    read_code,
)

DIGEST = hashlib.sha256(b"content").hexdigest()
EXTREMES = [(1, "0" * 64), (1, "f" * 64), (LARGEST_FILE, "0" * 64), (LARGEST_FILE, "f" * 64), (450_000, DIGEST)]


@pytest.mark.parametrize(("file", "digest"), EXTREMES)
def test_a_code_says_file_and_version(file: int, digest: str) -> None:
    code = make_code(file, digest)
    assert read_code(code) == SignCode(file, digest[:HASH_DIGITS])
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]


@pytest.mark.parametrize("file", [0, -1, LARGEST_FILE + 1])
def test_no_code_for_what_is_no_file(file: int) -> None:
    with pytest.raises(ValueError, match=str(file)):
        make_code(file, DIGEST)


@pytest.mark.parametrize(("file", "digest"), EXTREMES)
def test_every_wrong_sign_every_swap_and_every_lost_or_doubled_sign_is_noticed(file: int, digest: str) -> None:
    code = plain_code(make_code(file, digest))
    wrong = {code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in SIGNS + "01ILO甲"} - {code}
    for first in range(len(code)):
        wrong |= {_swapped(code, first, second) for second in range(first + 1, len(code))} - {code}
        wrong |= {code[:first] + code[first + 1 :], code[:first] + code[first] + code[first:]}
    assert len(wrong) > 600
    assert [typed for typed in wrong if read_code(typed)] == []


def _swapped(code: str, first: int, second: int) -> str:
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    return "".join(signs)


@given(st.integers(1, LARGEST_FILE), st.binary(min_size=32, max_size=32), st.data())
@settings(max_examples=60, derandomize=True, deadline=None, database=None)
def test_two_wrong_signs_are_noticed_as_well(file: int, raw: bytes, data: st.DataObject) -> None:
    code = plain_code(make_code(file, raw.hex()))
    places = data.draw(st.lists(st.integers(0, len(code) - 1), min_size=2, max_size=2, unique=True))
    signs = list(code)
    for at in places:
        signs[at] = data.draw(st.sampled_from(sorted(set(SIGNS) - {signs[at]})))
    assert read_code("".join(signs)) is None


@pytest.mark.parametrize(
    "typed",
    ["2222293pxnpw2b2t", " 2222 293P XNPW 2B2T\n", "２２２２－２９３Ｐ－ＸＮＰＷ－２Ｂ２Ｔ", "2222–293P—xnpw·2b2t"],
)
def test_case_gaps_and_full_width_signs_do_not_matter(typed: str) -> None:
    assert read_code(typed) == SignCode(7, "ababababa")


def test_codes_are_found_in_the_text_of_a_scan_and_nothing_else_is() -> None:
    one, two = make_code(7, "ab" * 32), make_code(8, DIGEST)
    text = f"审签码\n{one}\n签字盖章 版本码 abababababab ABCD-EFGH-JKMN-PQRS {two.replace('-', ' ')} X{one} {one}"
    assert codes_in(text) == [plain_code(one), plain_code(two)]
