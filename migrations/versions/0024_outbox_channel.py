"""outbox channel; until now everything was an e-mail"""

import sqlalchemy as sa
from alembic import op

revision: str = "0024_outbox_channel"
down_revision: str | None = "0023_adjustment_types"


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=8), nullable=False, server_default="mail"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("channel", server_default=None)
        batch_op.create_check_constraint(op.f("ck_outbox_channel_known"), "channel IN ('mail', 'bot', 'sms')")


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_outbox_channel_known"), type_="check")
        batch_op.drop_column("channel")
