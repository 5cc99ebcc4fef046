"""letter files"""

from alembic import op

revision: str = "0017_letter_files"
down_revision: str | None = "0016_paper_signatures"
JOBS = "kind IN ('payment_import', 'execution_rates', 'indicator_library', 'intake', 'list_export'"
TABLES = "format IN ('xlsx', 'csv'"


def upgrade() -> None:
    _check("job_run", "kind_known", f"{JOBS}, 'letter_files')")
    _check("list_export", "format_known", f"{TABLES}, 'pdf', 'docx')")


def downgrade() -> None:
    op.execute(
        "DELETE FROM export_part WHERE export_id IN (SELECT id FROM list_export WHERE format IN ('pdf', 'docx'))"
    )
    op.execute("DELETE FROM list_export WHERE format IN ('pdf', 'docx')")
    op.execute("DELETE FROM job_run WHERE kind = 'letter_files'")
    # the wider lists of kinds and formats stay, as in 0002


def _check(table: str, name: str, condition: str) -> None:
    full = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(full, type_="check")
        batch_op.create_check_constraint(full, condition)
