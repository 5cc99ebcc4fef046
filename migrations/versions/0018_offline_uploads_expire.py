"""offline uploads expire"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "0018_offline_uploads_expire"
down_revision: str | None = "0017_letter_files"

KEPT = timedelta(days=30)
"""The default of the setting at the time of this migration."""


def upgrade() -> None:
    with op.batch_alter_table("offline_upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("desk", sa.String(length=16), nullable=False, server_default="filer"))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    _let_expire()
    with op.batch_alter_table("offline_upload", schema=None) as batch_op:
        batch_op.alter_column("desk", server_default=None)
        batch_op.alter_column("expires_at", nullable=False)
        batch_op.create_check_constraint(op.f("ck_offline_upload_desk_known"), "desk IN ('filer', 'department')")
        batch_op.create_index("ix_offline_upload_expires_at", ["expires_at"], unique=False)


def _let_expire() -> None:
    """What is there already gets the same time as what comes; dates are not added alike by both databases."""
    uploads = sa.table(
        "offline_upload",
        sa.column("id", sa.BigInteger()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("expires_at", sa.DateTime(timezone=True)),
    )
    bind = op.get_bind()
    for number, created in bind.execute(sa.select(uploads.c.id, uploads.c.created_at)).all():
        bind.execute(uploads.update().where(uploads.c.id == number).values(expires_at=created + KEPT))


def downgrade() -> None:
    with op.batch_alter_table("offline_upload", schema=None) as batch_op:
        batch_op.drop_index("ix_offline_upload_expires_at")
        batch_op.drop_constraint(op.f("ck_offline_upload_desk_known"), type_="check")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("desk")
