"""Work list and list page at two sizes: the page must not grow with the table."""

from benchmarks import data
from benchmarks.measure import interleaved, milliseconds, table
from workflow import db
from workflow.permissions import Actor, load_actor
from workflow.queries.lists import Filters, Order, list_declarations
from workflow.queries.worklist import waiting_for


def _actor(user_id: int) -> Actor:
    with db.unit_of_work() as session:
        actor = load_actor(session, user_id)
    assert actor is not None
    return actor


def measure(url: str, size: int, rounds: int) -> dict[str, float]:
    """Median ms of the first page, a page in the middle, a search and the work list of the performance section."""
    data.prepare(url)
    people = data.fill(size, state="finance_reviewed", desk="performance")
    with db.engine().connect().execution_options(writes=True, isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    actor = _actor(people.performance)
    middle = f">xiang mu {size // 2:07d}|0"
    filters = Filters(year=data.YEAR)

    def page(cursor: str = "", text: str = "") -> object:
        with db.unit_of_work() as session:
            wanted = filters if not text else Filters(year=data.YEAR, text=text)
            return list_declarations(session, actor, wanted, Order("name"), cursor)

    def work() -> object:
        with db.unit_of_work() as session:
            return waiting_for(session, actor)

    variants = {
        "first page": page,
        "middle page": lambda: page(middle),
        "search": lambda: page("", "项目7"),
        "work list": work,
    }
    return {name: milliseconds(times) for name, times in interleaved(variants, rounds).items()}


def run(urls: dict[int, str], *, rounds: int) -> None:
    """One row per page, small and large, with the ratio."""
    sizes = sorted(urls)
    found = {size: measure(urls[size], size, rounds) for size in sizes}
    small, large = sizes
    rows = [
        (name, found[small][name], found[large][name], found[large][name] / found[small][name]) for name in found[small]
    ]
    table("pages", ("page", f"{small} ms", f"{large} ms", "ratio"), list(rows))
