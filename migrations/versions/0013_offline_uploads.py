"""offline uploads"""

import sqlalchemy as sa
from alembic import op

revision: str = "0013_offline_uploads"
down_revision: str | None = "0012_approval_letters"


def upgrade() -> None:
    op.create_table(
        "offline_upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("book", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sha256"], ["file_content.sha256"], name=op.f("fk_offline_upload_sha256_file_content")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["declaration_task.id"], name=op.f("fk_offline_upload_task_id_declaration_task")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_offline_upload_unit_id_organisation")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_offline_upload_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_upload")),
    )
    with op.batch_alter_table("offline_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offline_upload_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_upload_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_upload_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_upload_uploaded_by"), ["uploaded_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offline_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offline_upload_uploaded_by"))
        batch_op.drop_index(batch_op.f("ix_offline_upload_unit_id"))
        batch_op.drop_index(batch_op.f("ix_offline_upload_task_id"))
        batch_op.drop_index(batch_op.f("ix_offline_upload_sha256"))

    op.drop_table("offline_upload")
