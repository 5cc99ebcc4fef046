"""paper signatures"""

import sqlalchemy as sa
from alembic import op

revision: str = "0016_paper_signatures"
down_revision: str | None = "0015_exported_lists"


def upgrade() -> None:
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="screen"))
        batch_op.add_column(sa.Column("scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_signature_scan_id"), ["scan_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_signature_scan_id_attachment"), "attachment", ["scan_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_signature_kind_known"), "kind IN ('screen', 'paper')")
        batch_op.create_check_constraint(op.f("ck_signature_scan_by_kind"), "(kind = 'paper') = (scan_id IS NOT NULL)")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_signature_scan_by_kind"), type_="check")
        batch_op.drop_constraint(op.f("ck_signature_kind_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_signature_scan_id_attachment"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_signature_scan_id"))
        batch_op.drop_column("scan_id")
        batch_op.drop_column("kind")
