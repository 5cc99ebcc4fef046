"""The canonical document: stable bytes, a hash that sees every change, a schema that is the one in docs/."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.domain.factories import EXAMPLES, example
from workflow.canonical import Declaration, content_hash, pack, unpack, version_code
from workflow.canonical.document import HEADER_FIELDS, SECTIONS
from workflow.canonical.hashing import canonical_bytes
from workflow.canonical.paths import ROW_FIELDS
from workflow.canonical.profile import shipped

FILES = sorted(EXAMPLES.glob("*/*.json"))
PLAIN = "ezhou-2025-approval/01-labour-matching"
DOCS = Path(__file__).parents[2] / "docs"


def changed(**fields: Any) -> Declaration:
    return Declaration.model_validate(example(PLAIN).model_dump() | fields)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_packing_loses_nothing(path: Path) -> None:
    document = example(f"{path.parent.name}/{path.stem}")
    assert unpack(pack(document)) == document
    assert content_hash(unpack(pack(document))) == content_hash(document)


def test_the_hash_is_that_of_the_bytes_and_never_changes() -> None:
    """These 64 digits stand under signatures: if this fails, stored signatures are void."""
    document = example(PLAIN)
    assert content_hash(document) == hashlib.sha256(canonical_bytes(document)).hexdigest()
    assert content_hash(document) == "208f7683b8197ce615d8a8f5b16973a39ba1c00e5da78fb150e531bf04412b93"
    assert version_code(content_hash(document)) == content_hash(document)[:12]


def test_the_order_of_keys_does_not_matter_but_the_order_of_rows_does() -> None:
    raw = example(PLAIN).model_dump(mode="json")
    turned = Declaration.model_validate(json.loads(json.dumps(dict(reversed(raw.items())))))
    assert content_hash(turned) == content_hash(example(PLAIN))
    assert content_hash(changed(indicators=raw["indicators"][::-1])) != content_hash(example(PLAIN))


def test_the_bytes_are_sorted_utf8_without_spaces() -> None:
    text = canonical_bytes(example(PLAIN)).decode()
    assert "劳务对接" in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert '": ' not in text.replace("\\", "")


@given(
    st.sampled_from(["project_name", "establishment_basis", "phone", "department"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_every_change_of_a_text_is_seen(field: str, text: str) -> None:
    before = example(PLAIN)
    after = changed(**{field: text})
    assert (content_hash(after) == content_hash(before)) == (getattr(before, field) == text)
    assert unpack(pack(after)) == after


@pytest.mark.parametrize(
    "fields",
    [
        {"schema_version": 2},
        {"budget_total": "10"},
        {"budget_total": "10.0000001"},
        {"budget_total": "1,000.00"},
        {"budget_total": "1000000000.00"},
        {"budget_total": 10.0},
        {"fiscal_year": 1999},
        {"kind": "other"},
        {"surprise": ""},
        {"goals": [{"uid": "g 1", "horizon": "annual"}]},
        {"goals": [{"uid": "g1", "horizon": "weekly"}]},
        {"indicators": [{"uid": "i1", "horizon": "annual", "prior_years": ["1"]}]},
        {"indicators": [{"uid": "i1", "horizon": "annual", "weight": "5.005"}]},
        {"attachments": [{"kind": "basis", "name": "x", "sha256": "ABC"}]},
    ],
    ids=str,
)
def test_what_is_not_of_the_format_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        changed(**fields)


def test_a_document_is_not_changed_by_accident() -> None:
    with pytest.raises(ValidationError):
        example(PLAIN).budget_total = "11.00"  # type: ignore[misc]


def test_every_field_has_its_place_in_the_path_grammar() -> None:
    ours = {"schema_version", "form_profile", "kind", "fiscal_year", "department", "unit"}
    assert set(Declaration.model_fields) == ours | set(HEADER_FIELDS) | set(SECTIONS)
    for section in SECTIONS:
        row = Declaration.model_json_schema()["properties"][section]["items"]["$ref"].rpartition("/")[2]
        keys = set(Declaration.model_json_schema()["$defs"][row]["properties"]) - {"uid", "sha256"}
        assert {field.partition(".")[0] for field in ROW_FIELDS[section]} == keys


def test_the_published_schema_is_that_of_the_type() -> None:
    published = json.loads((DOCS / "declaration.schema.json").read_text(encoding="utf-8"))
    theirs = Declaration.model_json_schema(mode="validation")
    assert published["properties"] == theirs["properties"]
    assert published["$defs"] == theirs["$defs"]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_a_shipped_profile_asks_only_for_what_exists(code: str) -> None:
    profile = shipped()[code]
    fields = [field.name for field in profile.header_fields()]
    lists = [section.rows for section in profile.sections if section.rows]
    assert profile.code == code
    assert set(fields) <= set(HEADER_FIELDS)
    assert len(fields) == len(set(fields))
    assert set(lists) <= set(SECTIONS)
    assert profile.budget_field in fields
    assert set(profile.indicator_horizons) <= {"long_term", "annual", "overall"}
    assert set(profile.output_levels) | set(profile.benefit_levels) <= set(profile.levels)
    assert profile.weights is None or profile.weights.horizon in profile.indicator_horizons
    covered = {source for column in profile.detail_sources for source in column.covers or (column.code,)}
    assert covered <= {source.code for source in profile.sources} | {"all"}
