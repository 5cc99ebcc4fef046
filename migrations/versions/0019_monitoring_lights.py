"""monitoring lights"""

import sqlalchemy as sa
from alembic import op

revision: str = "0019_monitoring_lights"
down_revision: str | None = "0018_offline_uploads_expire"

LIGHTS = {
    "monitoring_item": ("light", "forecast_light"),
    "monitoring_report": ("money_light", "forecast_light", "target_light"),
}
"""Empty at first: the beat judges reports that no rules have judged yet (``lit_by``)."""


def upgrade() -> None:
    for table, columns in LIGHTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(sa.Column(column, sa.String(length=8), nullable=False, server_default=""))
            if table == "monitoring_report":
                batch_op.add_column(sa.Column("lit_by", sa.String(length=16), nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in (*columns, *(("lit_by",) if table == "monitoring_report" else ())):
                batch_op.alter_column(column, server_default=None)
            for column in columns:
                batch_op.create_check_constraint(
                    op.f(f"ck_{table}_{column}_known"), f"{column} IN ('', 'red', 'yellow', 'green', 'blue')"
                )


def downgrade() -> None:
    for table, columns in LIGHTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_constraint(op.f(f"ck_{table}_{column}_known"), type_="check")
            for column in (*columns, *(("lit_by",) if table == "monitoring_report" else ())):
                batch_op.drop_column(column)
