"""The texts of a region and year, by their pieces, as a table: what ``copies.Library`` is in memory."""

from collections import defaultdict

from sqlalchemy import and_, func
from sqlmodel import Session, col, delete, select

from workflow.canonical import Declaration as Document
from workflow.copies import COMMON_TEXTS, Likeness, Place, Prints, fit_candidates, likest, prints
from workflow.db import insert_all_once
from workflow.documents.assemble import document_of
from workflow.models import Declaration, Fingerprint, Organisation
from workflow.rules.beside import Alike, Corpus


def keep_fingerprints(session: Session, row: Declaration, document: Document) -> None:
    """Replace what the table knows of this declaration's texts."""
    forget_fingerprints(session, row.id)
    place = {"region_id": row.region_id, "fiscal_year": row.fiscal_year, "department_id": row.department_id}
    rows = [
        {**place, "declaration_id": row.id, "path": print_.path, "piece": piece}
        for print_ in prints(document)
        for piece in print_.kept
    ]
    insert_all_once(session, Fingerprint, rows, "id")


def forget_fingerprints(session: Session, declaration_id: int) -> None:
    """The declaration ended, or says something else now."""
    session.exec(delete(Fingerprint).where(col(Fingerprint.declaration_id) == declaration_id))


def corpus_of(session: Session, row: Declaration, document: Document) -> Corpus:
    """For the rules of scope corpus: for each text the text of another department that it is most like."""
    mine = list(prints(document))
    found = _holders(session, row, {piece for print_ in mine for piece in print_.kept})
    shelf = _Shelf(session)
    likest_ones = [likeness for print_ in mine if (likeness := _likest(print_, found, shelf))]
    return Corpus(tuple(shelf.named(item) for item in likest_ones if item.share))


class _Shelf:
    """The few other forms a text is held against, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._prints: dict[int, dict[str, Prints]] = {}

    def pieces(self, place: Place) -> frozenset[int]:
        """Of one text; none if it was rewritten since its fingerprint was taken."""
        if place.form not in self._prints:
            document = document_of(self._session, self._session.get_one(Declaration, place.form))
            self._prints[place.form] = {print_.path: print_ for print_ in prints(document)}
        known = self._prints[place.form].get(place.path)
        return known.pieces if known else frozenset()

    def named(self, item: Likeness) -> Alike:
        """With the names people know the other form by."""
        other = self._session.get_one(Declaration, item.other.form)
        department = self._session.get_one(Organisation, other.department_id)
        return Alike(item.path, item.share, department.name, other.project_name, item.text)


def _likest(mine: Prints, holders: dict[int, list[Place] | None], shelf: _Shelf) -> Likeness | None:
    common = sum(piece in holders and holders[piece] is None for piece in mine.kept)
    places = (place for piece in mine.kept for place in holders.get(piece) or ())
    candidates, part = fit_candidates(len(mine.kept), common, places)
    return likest(mine, part, ((place, shelf.pieces(place)) for place in candidates))


def _holders(session: Session, row: Declaration, pieces: set[int]) -> dict[int, list[Place] | None]:
    """Where each piece stands in other departments; None: in so many texts that it is nobody's. One statement."""
    here = (col(Fingerprint.region_id) == row.region_id, col(Fingerprint.fiscal_year) == row.fiscal_year)
    wanted = and_(*here, col(Fingerprint.piece).in_(pieces))
    counted = (
        select(Fingerprint.piece, func.count().label("times")).where(wanted).group_by(col(Fingerprint.piece)).cte()
    )
    special = and_(
        *here,
        col(Fingerprint.piece) == counted.c.piece,
        counted.c.times <= COMMON_TEXTS,
        col(Fingerprint.department_id) != row.department_id,
    )
    query = select(counted.c.piece, counted.c.times, Fingerprint.declaration_id, Fingerprint.path).join_from(
        counted, Fingerprint, special, isouter=True
    )
    found: dict[int, list[Place] | None] = defaultdict(list)
    for piece, times, declaration_id, path in session.exec(query) if pieces else ():
        if times > COMMON_TEXTS:
            found[piece] = None
        elif declaration_id is not None:
            places = found[piece]
            if places is not None:
                places.append(Place(declaration_id, path))
    return found
