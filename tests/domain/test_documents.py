"""What goes into the tables comes out again: the document of a file is the document that was written."""

from pathlib import Path

import pytest

from tests.domain.factories import EXAMPLES, example, make_declaration
from tests.domain.world import World
from workflow import db
from workflow.canonical import content_hash
from workflow.documents.assemble import document_of, write_document
from workflow.models import Declaration

FILES = sorted(EXAMPLES.glob("*/*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_example_is_stored_and_read_without_loss(world: World, path: Path) -> None:
    name = f"{path.parent.name}/{path.stem}"
    file = make_declaration(world, content=name)
    written = example(name).model_dump()
    read = file.document().model_dump()
    for theirs in ("department", "unit", "fiscal_year"):  # these belong to the file, not to what is written into it
        written.pop(theirs)
        read.pop(theirs)
    assert read == written


def test_writing_again_replaces_everything(world: World) -> None:
    file = make_declaration(world, content="jianghan-2024/02-labour-inspection")
    other = example("jianghan-2024/03-labour-arbitration")
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        write_document(session, row, other)
        read = document_of(session, row)
    assert read.indicators == other.indicators
    assert read.expenditure_lines == other.expenditure_lines
    assert read.establishment_basis == other.establishment_basis
    assert file.hash() == content_hash(read)
