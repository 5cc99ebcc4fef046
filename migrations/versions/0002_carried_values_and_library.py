"""carried values and library"""

import sqlalchemy as sa
from alembic import op

revision: str = "0002_carried_values_and_library"
down_revision: str | None = "0001_initial"

JOBS = "kind IN ('payment_import', 'execution_rates', 'indicator_library')"


def upgrade() -> None:
    op.create_table(
        "carried_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(settled_at IS NULL) = (batch = '')", name=op.f("ck_carried_value_settled_by_batch")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_carried_value_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["user_account.id"], name=op.f("fk_carried_value_settled_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_value")),
        sa.UniqueConstraint("declaration_id", "path", name=op.f("uq_carried_value_declaration_id_path")),
    )
    with op.batch_alter_table("carried_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carried_value_settled_by"), ["settled_by"], unique=False)

    op.create_table(
        "clone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_year", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("cloned_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["cloned_by"], ["user_account.id"], name=op.f("fk_clone_cloned_by_user_account")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_clone_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["declaration.id"], name=op.f("fk_clone_source_id_declaration")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clone")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_clone_declaration_id")),
    )
    with op.batch_alter_table("clone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clone_cloned_by"), ["cloned_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_clone_source_id"), ["source_id"], unique=False)

    op.create_table(
        "library_indicator",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sector", sa.String(length=60), nullable=False),
        sa.Column("level1", sa.String(length=60), nullable=False),
        sa.Column("level2", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("comparator", sa.String(length=8), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("low", sa.String(length=40), nullable=False),
        sa.Column("high", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("curated", sa.Boolean(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'deprecated')", name=op.f("ck_library_indicator_status_known")),
        sa.CheckConstraint(
            "successor_id IS NULL OR status = 'deprecated'", name=op.f("ck_library_indicator_successor_of_deprecated")
        ),
        sa.CheckConstraint("uses >= 0 AND version >= 1", name=op.f("ck_library_indicator_counters")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_library_indicator_owner_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_library_indicator_region_id_region")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["declaration.id"], name=op.f("fk_library_indicator_source_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["library_indicator.id"], name=op.f("fk_library_indicator_successor_id_library_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_indicator")),
        sa.UniqueConstraint(
            "region_id",
            "sector",
            "level1",
            "level2",
            "name_key",
            name=op.f("uq_library_indicator_region_id_sector_level1_level2_name_key"),
        ),
    )
    with op.batch_alter_table("library_indicator", schema=None) as batch_op:
        batch_op.create_index("ix_library_indicator_list", ["region_id", "sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_indicator_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_indicator_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_indicator_successor_id"), ["successor_id"], unique=False)
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_run_kind_known"), JOBS)


def downgrade() -> None:
    # the wider list of kinds stays: SQLite would have to make the table anew while others point to it
    op.execute("DELETE FROM job_run WHERE kind = 'indicator_library'")
    with op.batch_alter_table("library_indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_indicator_successor_id"))
        batch_op.drop_index(batch_op.f("ix_library_indicator_source_id"))
        batch_op.drop_index(batch_op.f("ix_library_indicator_owner_id"))
        batch_op.drop_index("ix_library_indicator_list")

    op.drop_table("library_indicator")
    with op.batch_alter_table("clone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clone_source_id"))
        batch_op.drop_index(batch_op.f("ix_clone_cloned_by"))

    op.drop_table("clone")
    with op.batch_alter_table("carried_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carried_value_settled_by"))

    op.drop_table("carried_value")
