"""payment totals"""

import sqlalchemy as sa
from alembic import op

revision: str = "0025_payment_totals"
down_revision: str | None = "0024_outbox_channel"

_MONTH = {
    "sqlite": ("EXTRACT(month FROM paid_on)", "strftime('%m', paid_on)"),
    "postgresql": ("EXTRACT", "EXTRACT"),
}
"""How each database says which month a day is in."""
JOBS = (
    "kind IN ('payment_import', 'execution_rates', 'indicator_library', 'intake', 'list_export', 'letter_files',"
    " 'payment_totals')"
)


def upgrade() -> None:
    op.create_table(
        "closed_month",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("month_fen", sa.BigInteger(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("adjustment_fen", sa.BigInteger(), nullable=False),
        sa.Column("carry_over_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_closed_month_month_of_year")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_closed_month_closed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_closed_month_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
        sa.UniqueConstraint(
            "region_id", "fiscal_year", "month", name=op.f("uq_closed_month_region_id_fiscal_year_month")
        ),
    )
    with op.batch_alter_table("closed_month", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closed_month_closed_by"), ["closed_by"], unique=False)

    op.create_table(
        "payment_columns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("header_print", sa.String(length=64), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("said_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_columns_region_id_region")),
        sa.ForeignKeyConstraint(["said_by"], ["user_account.id"], name=op.f("fk_payment_columns_said_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_columns")),
        sa.UniqueConstraint("region_id", "header_print", name=op.f("uq_payment_columns_region_id_header_print")),
    )
    with op.batch_alter_table("payment_columns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_columns_said_by"), ["said_by"], unique=False)

    op.create_table(
        "payment_total",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("function_code", sa.String(length=20), nullable=False),
        sa.Column("economic_code", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("refunded_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_payment_total_month_of_year")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_total_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_total")),
        sa.UniqueConstraint(
            "region_id",
            "fiscal_year",
            "month",
            "project_id",
            "nature",
            "function_code",
            "economic_code",
            name="uq_payment_total_key",
        ),
    )
    with op.batch_alter_table("payment_total", schema=None) as batch_op:
        batch_op.create_index("ix_payment_total_project", ["project_id", "fiscal_year"], unique=False)

    op.create_table(
        "closed_month_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('loaded', 'corrected', 'matched', 'unmatched')", name=op.f("ck_closed_month_change_cause_known")
        ),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_closed_month_change_month_of_year")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_closed_month_change_batch_id_payment_batch")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_closed_month_change_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_closed_month_change_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month_change")),
    )
    with op.batch_alter_table("closed_month_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closed_month_change_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_closed_month_change_made_by"), ["made_by"], unique=False)
        batch_op.create_index("ix_closed_month_change_month", ["region_id", "fiscal_year", "month"], unique=False)

    _add_up()
    _beside()
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_run_kind_known"), JOBS)


def _add_up() -> None:
    """Totals of the payments that are there already."""
    op.execute(
        "INSERT INTO payment_total (region_id, fiscal_year, month, project_id, nature, function_code, economic_code,"
        " lines, paid_fen, refunded_fen)"
        " SELECT region_id, fiscal_year, CAST(EXTRACT(month FROM paid_on) AS INTEGER), COALESCE(project_id, 0), nature,"
        " function_code, economic_code, COUNT(*), SUM(CASE WHEN amount_fen > 0 THEN amount_fen ELSE 0 END),"
        " SUM(CASE WHEN amount_fen < 0 THEN amount_fen ELSE 0 END) FROM payment"
        " GROUP BY 1, 2, 3, 4, 5, 6, 7".replace(*_MONTH[op.get_bind().dialect.name])
    )


def _beside() -> None:
    op.create_table(
        "upper_transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('general', 'special')", name=op.f("ck_upper_transfer_kind_known")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_upper_transfer_amount_positive")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_upper_transfer_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_upper_transfer_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upper_transfer")),
        sa.UniqueConstraint(
            "region_id", "fiscal_year", "number", name=op.f("uq_upper_transfer_region_id_fiscal_year_number")
        ),
    )
    op.create_table(
        "outside_payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("payee_name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('entered', 'withdrawn')) = (decided_at IS NULL)",
            name=op.f("ck_outside_payment_decided_at_by_status"),
        ),
        sa.CheckConstraint("channel IN ('unit_funds', 'passed_on')", name=op.f("ck_outside_payment_channel_known")),
        sa.CheckConstraint(
            "status IN ('entered', 'confirmed', 'refused', 'withdrawn')", name=op.f("ck_outside_payment_status_known")
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_outside_payment_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_outside_payment_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_outside_payment_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_outside_payment_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_outside_payment_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_outside_payment_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_outside_payment_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_payment")),
    )
    with op.batch_alter_table("outside_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_payment_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_outside_payment_list", ["region_id", "fiscal_year", "status", "id"], unique=False)
        batch_op.create_index("ix_outside_payment_project", ["project_id", "fiscal_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_outside_payment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "upper_transfer_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["budget_ledger_entry.id"], name=op.f("fk_upper_transfer_part_entry_id_budget_ledger_entry")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_upper_transfer_part_project_id_project")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["upper_transfer.id"], name=op.f("fk_upper_transfer_part_transfer_id_upper_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upper_transfer_part")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_upper_transfer_part_entry_id")),
    )
    with op.batch_alter_table("upper_transfer_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upper_transfer_part_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upper_transfer_part_transfer_id"), ["transfer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("upper_transfer_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upper_transfer_part_transfer_id"))
        batch_op.drop_index(batch_op.f("ix_upper_transfer_part_project_id"))

    op.drop_table("upper_transfer_part")
    with op.batch_alter_table("outside_payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_payment_unit_id"))
        batch_op.drop_index("ix_outside_payment_project")
        batch_op.drop_index("ix_outside_payment_list")
        batch_op.drop_index(batch_op.f("ix_outside_payment_department_id"))

    op.drop_table("outside_payment")
    op.drop_table("upper_transfer")

    op.execute("DELETE FROM job_run WHERE kind = 'payment_totals'")  # the wider list of kinds stays, as in 0002
    with op.batch_alter_table("closed_month_change", schema=None) as batch_op:
        batch_op.drop_index("ix_closed_month_change_month")
        batch_op.drop_index(batch_op.f("ix_closed_month_change_made_by"))
        batch_op.drop_index(batch_op.f("ix_closed_month_change_batch_id"))

    op.drop_table("closed_month_change")
    with op.batch_alter_table("payment_total", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_total_project")

    op.drop_table("payment_total")
    with op.batch_alter_table("payment_columns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_columns_said_by"))

    op.drop_table("payment_columns")
    with op.batch_alter_table("closed_month", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closed_month_closed_by"))

    op.drop_table("closed_month")
