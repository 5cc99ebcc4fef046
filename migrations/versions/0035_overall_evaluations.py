"""self-evaluations of a unit as a whole"""

import sqlalchemy as sa
from alembic import op

revision: str = "0035_overall_evaluations"
down_revision: str | None = "0034_entered_forms"

_WHOLE = "SELECT id FROM self_evaluation WHERE project_id IS NULL"
_NO_BASIC = "basic_fen IS NULL AND basic_paid_fen IS NULL AND basic_typed_fen IS NULL"


def upgrade() -> None:
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.alter_column(
            "project_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        )
        for name in ("basic_fen", "basic_paid_fen", "basic_typed_fen"):
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for name in ("basic_items", "basic_raw"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.create_check_constraint(
            op.f("ck_self_evaluation_basic_read_or_raw"), "basic_raw = '' OR basic_typed_fen IS NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_self_evaluation_basic_of_whole"), f"project_id IS NULL OR ({_NO_BASIC})"
        )
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        for name in ("basic_items", "basic_raw"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Forms of a unit as a whole go, with what hangs on them: the older table has no place for them."""
    rechecks = f"SELECT id FROM evaluation_recheck WHERE evaluation_id IN ({_WHOLE})"  # noqa: S608 - no input
    op.execute(f"DELETE FROM recheck_line WHERE recheck_id IN ({rechecks})")  # noqa: S608
    for table in ("result_use", "corrective_action", "evaluation_recheck", "evaluation_file", "self_evaluation_item"):
        op.execute(f"DELETE FROM {table} WHERE evaluation_id IN ({_WHOLE})")  # noqa: S608
    op.execute("DELETE FROM self_evaluation WHERE project_id IS NULL")
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_self_evaluation_basic_of_whole"), type_="check")
        batch_op.drop_constraint(op.f("ck_self_evaluation_basic_read_or_raw"), type_="check")
        for name in ("basic_raw", "basic_items", "basic_typed_fen", "basic_paid_fen", "basic_fen"):
            batch_op.drop_column(name)
        batch_op.alter_column(
            "project_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        )
