"""indicators follow budget"""

import sqlalchemy as sa
from alembic import op

revision: str = "0004_indicators_follow_budget"
down_revision: str | None = "0003_wider_rule_check"


def upgrade() -> None:
    # one quick ALTER on a table of millions of rows: the default stays in the schema
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_budget", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_column("follows_budget")
