"""reminders that come again end after some times"""

import sqlalchemy as sa
from alembic import op

revision: str = "0031_reminder_repetitions"
down_revision: str | None = "0030_evaluation_scope"


def upgrade() -> None:
    """What a region has decided stays as it was: until it is done."""
    with op.batch_alter_table("reminder_setting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("times", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(op.f("ck_reminder_setting_times_not_negative"), "times >= 0")
    with op.batch_alter_table("reminder_setting", schema=None) as batch_op:
        batch_op.alter_column("times", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reminder_setting", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_setting_times_not_negative"), type_="check")
        batch_op.drop_column("times")
