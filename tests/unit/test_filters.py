"""Figures of a column stand under each other's decimal point."""

from typing import Any

import pytest

from webapp.filters import decimal_places, pad_class, person


def row(paid: Any, count: str = "3") -> dict[str, Any]:
    return {"cells": {"paid": paid, "count": count, "name": "1.234"}}


@pytest.mark.parametrize(("language", "joined"), [("zh", "李明 代 王芳"), ("en", "李明 for 王芳")])
def test_the_two_names_of_a_stand_in_are_joined_in_the_readers_language(
    language: str, joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.filters.language", lambda: language)
    assert (person("李明 代 王芳"), person("代小雨"), person(None)) == (joined, "代小雨", "")


def test_each_figure_gets_the_room_of_the_decimals_it_lacks() -> None:
    columns = [{"key": "paid", "kind": "num"}, {"key": "count", "kind": "num"}, {"key": "name", "kind": "link"}]
    rows = [row("1.86"), row({"text": "2,274.8126", "href": "/x"}), row(None)]
    places = decimal_places(columns, rows, [row("4,293.36824")])
    assert places == {"paid": 5, "count": 0}
    given = ["1.86", {"text": "2,274.8126"}, "4,293.36824", "12", "—", None]
    assert [pad_class(value, 5) for value in given] == [" pad-3", " pad-1", "", "", "", ""]
    assert decimal_places([{"key": "paid", "kind": "num"}], [row("94.04%")], []) == {"paid": 2}
