"""The queue's queries on both databases: every order there and back by cursor, neighbours, and what is left."""

from tests.domain.factories import declaration_at
from tests.domain.world import World
from workflow import db
from workflow.queries import review_queue
from workflow.queries.review_queue import SORTS, Asked


def test_every_order_leads_from_file_to_file(world: World) -> None:
    files = [declaration_at(world, "submitted/section").id for _ in range(2)]
    actor = world.actor("section_a")
    with db.unit_of_work() as session:
        for sort in SORTS:
            for turned in (False, True):
                asked = Asked(sort, turned)
                rows = [row.file.id for row in review_queue.queue(session, actor, asked).rows]
                assert sorted(rows) == sorted(files)
                first, last = (review_queue.neighbours(session, actor, asked, row) for row in rows)
                assert first is not None
                assert last is not None
                assert (first.position, first.before, first.after, first.total) == (1, None, rows[1], 2)
                assert (last.position, last.before, last.after) == (2, rows[0], None)
                page = review_queue.queue(session, actor, asked, last.cursor)
                assert [row.file.id for row in page.rows] == rows[1:], "a page that begins with this very file"
                back = review_queue.queue(session, actor, asked, page.before or "")
                assert [row.file.id for row in back.rows] == rows[:1]
        found = review_queue.standing(session, actor, Asked())
        assert (found.left, found.pressing, found.low_risk, found.overdue) == (2, 2, 0, 0)
        assert found.due_on is not None
        assert review_queue.queue(session, actor, Asked(low_risk=True, desk="section", department_id=1)).rows == []
        assert [name for _, name in review_queue.departments(session, actor)] == ["鄂州市人力资源和社会保障局"]
        assert review_queue.neighbours(session, actor, Asked(), 999_999) is None
