"""the forecast of a monitoring report is one for each of its lines of money"""

import sqlalchemy as sa
from alembic import op

revision: str = "0032_forecast_by_line"
down_revision: str | None = "0031_reminder_repetitions"

NEW = "carry_over_forecast"
FIRST_LINE = """
UPDATE monitoring_report SET carry_over_forecast_fen = 0
WHERE forecast_fen IS NOT NULL AND (carry_over_fen <> 0 OR carry_over_executed_fen <> 0)
"""
ONE_NUMBER = """
UPDATE monitoring_report SET forecast_fen = forecast_fen + carry_over_forecast_fen,
    forecast_raw = CASE WHEN forecast_raw = '' THEN carry_over_forecast_raw ELSE forecast_raw END
WHERE carry_over_fen <> 0 OR carry_over_executed_fen <> 0
"""


def upgrade() -> None:
    """One number was for all money: it goes to the first line, and the second one expects nothing."""
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column(f"{NEW}_fen", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column(f"{NEW}_raw", sa.Text(), nullable=False, server_default=""))
        batch_op.create_check_constraint(
            op.f(f"ck_monitoring_report_{NEW}_read_or_raw"), f"{NEW}_raw = '' OR {NEW}_fen IS NULL"
        )
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.alter_column(f"{NEW}_raw", server_default=None)
    op.execute(FIRST_LINE)


def downgrade() -> None:
    """The sum is the one number. Where a line lacks its own, or it cannot be read, there is none."""
    op.execute(ONE_NUMBER)
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_monitoring_report_{NEW}_read_or_raw"), type_="check")
        batch_op.drop_column(f"{NEW}_raw")
        batch_op.drop_column(f"{NEW}_fen")
