"""The schema of a database as a set of lines, read from its own catalogue: neither SQLAlchemy nor Alembic has a say.

Order does not count (a column added later stands last), and white space and quotes are levelled.
"""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

OURS = "n.nspname = 'public' AND c.relname NOT LIKE 'alembic_version%'"
POSTGRES = {
    "relation": f"""
        SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}""",
    "column": f"""
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
               CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE 'NULL' END,
               coalesce('DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity, a.attgenerated
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE {OURS} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": f"""
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND k.contype <> 'n'""",
    "index": f"""
        SELECT pg_get_indexdef(i.indexrelid), i.indisvalid
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS}""",
    "trigger": f"""
        SELECT pg_get_triggerdef(t.oid), t.tgenabled
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND NOT t.tgisinternal""",
    "function": """
        SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public'""",
    "type": """
        SELECT t.typname, t.typtype FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = 'public' AND t.typtype IN ('d', 'e')""",
}
SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version' AND sql IS NOT NULL"


def dump(engine: Engine) -> set[str]:
    """One line per column, constraint, index, trigger, function …"""
    with engine.connect() as connection:
        lines = _sqlite(connection) if engine.dialect.name == "sqlite" else _postgres(connection)
        return {level(line) for line in lines}


def differences(first: set[str], second: set[str]) -> list[str]:
    """Lines of only one of the two, marked with their side."""
    return sorted([f"< {line}" for line in first - second] + [f"> {line}" for line in second - first])


def _postgres(connection: Connection) -> Iterator[str]:
    for kind, query in POSTGRES.items():
        for row in connection.execute(text(query)):
            yield " ".join([kind, *map(str, row)])


def _sqlite(connection: Connection) -> Iterator[str]:
    for kind, name, table, sql in connection.execute(text(SQLITE)):
        if kind == "table":
            yield f"table {name}"
            yield from (f"{name}: {item}" for item in body_items(sql))
        else:
            yield f"{table}: {sql}"


def body_items(create_table: str) -> Iterator[str]:
    """The columns and constraints of a CREATE TABLE: what stands between its top-level commas."""
    body = create_table[create_table.index("(") + 1 : create_table.rindex(")")]
    depth, quoted, item = 0, False, ""
    for character in body:
        quoted ^= character == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0 and not quoted:
            yield item
            item = ""
        else:
            item += character
    yield item


def level(line: str) -> str:
    line = re.sub(r"\s+", " ", line.replace('"', "")).strip()
    return line.replace("( ", "(").replace(" )", ")")
