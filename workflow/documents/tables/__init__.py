"""Lists as files: what a table is, what may stand in its cells, and the writers of csv and xlsx. Pure: no database."""

from workflow.documents.tables.csv_file import write_csv
from workflow.documents.tables.table import Head, Kind, Table
from workflow.documents.tables.xlsx_file import write_xlsx
from workflow.types import TableFormat

WRITERS = {TableFormat.csv: write_csv, TableFormat.xlsx: write_xlsx}
"""To add a format: a member of ``TableFormat``, a writer, a line here, its media type in ``MEDIA_TYPES``."""
MEDIA_TYPES = {
    TableFormat.csv: "text/csv; charset=utf-8",
    TableFormat.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

__all__ = ["MEDIA_TYPES", "WRITERS", "Head", "Kind", "Table", "write_csv", "write_xlsx"]
