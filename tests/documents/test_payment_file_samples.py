"""The sample files do what their README says."""

from collections import Counter
from pathlib import Path

import pytest

from workflow.documents.payment_file import open_file
from workflow.documents.voucher import Expected, Voucher, read_row

SAMPLES = Path(__file__).parents[2] / "examples" / "seed" / "payments"
EXPECTED = Expected(2025, frozenset({"420700"}), frozenset())


def read(name: str) -> tuple[list[Voucher], list[str], list[str]]:
    opened = open_file((SAMPLES / name).read_bytes())
    found = [read_row(row, EXPECTED) for row in opened.rows()]
    vouchers = [one for one in found if isinstance(one, Voucher)]
    return vouchers, [one[0].code for one in found if isinstance(one, list)], opened.ignored


def test_the_csv() -> None:
    vouchers, problems, _ = read("2025-09-gbk.csv")
    assert Counter(problems) == {
        "total_row": 2, "note_row": 1, "not_an_amount": 1, "date_unreadable": 1, "date_outside_year": 1,
        "digits_lost": 1,
    }  # fmt: skip
    keys = Counter((one.voucher_no, one.payee_account, one.line_no) for one in vouchers)
    assert (len(vouchers), sorted(keys.values())[-2:]) == (27, [2, 2])
    assert [one.amount_fen for one in vouchers if one.amount_fen < 0] == [-360_000]
    assert sum(one.project_name == "就业补助资金" for one in vouchers) >= 2
    assert not any(one.project_code for one in vouchers)


def test_the_workbook() -> None:
    vouchers, problems, ignored = read("2025-10-11.xlsx")
    assert (len(vouchers), problems, ignored) == (33, ["total_row", "total_row"], ["说明"])
    assert Counter(one.paid_on.month for one in vouchers) == {10: 18, 11: 15}
    assert all(one.amount_fen > 0 and one.function_code.isdigit() for one in vouchers)


@pytest.mark.parametrize("name", ["2025-09-gbk.csv", "2025-10-11.xlsx"])
def test_every_sample_is_described(name: str) -> None:
    assert f"`{name}`" in (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert {file.name for file in SAMPLES.iterdir()} == {"README.md", "2025-09-gbk.csv", "2025-10-11.xlsx"}
