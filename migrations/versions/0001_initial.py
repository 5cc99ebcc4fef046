"""All tables."""
# ruff: noqa: E501 - a CHECK is one string

import sqlalchemy as sa
from alembic import op

from migrations import ddl

revision: str = "0001_initial"
down_revision: str | None = None


def upgrade() -> None:
    op.create_table(
        "code_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("parent_code", sa.String(length=80), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=False),
        sa.Column("year_to", sa.Integer(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_item")),
        sa.UniqueConstraint("list_name", "code", "year_from", name=op.f("uq_code_item_list_name_code_year_from")),
    )
    op.create_table(
        "file_content",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_content")),
        sa.UniqueConstraint("sha256", name=op.f("uq_file_content_sha256")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("content_hash", "schema_version", name=op.f("uq_snapshot_content_hash_schema_version")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo_password", sa.String(length=60), nullable=True),
        sa.CheckConstraint("failed_logins >= 0", name=op.f("ck_user_account_failed_logins_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    op.create_table(
        "approval_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_approval_batch_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_approval_batch_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_batch")),
    )
    with op.batch_alter_table("approval_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_batch_approved_by"), ["approved_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_batch_region_id"), ["region_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('basis', 'plan', 'estimate', 'other')", name=op.f("ck_attachment_purpose_known")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size_positive")),
        sa.ForeignKeyConstraint(["sha256"], ["file_content.sha256"], name=op.f("fk_attachment_sha256_file_content")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_attachment_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_owner", ["owner_kind", "owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_uploaded_by"), ["uploaded_by"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transaction", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("actor_role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("state_from", sa.String(length=40), nullable=False),
        sa.Column("state_to", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_audit_entry_actor_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_entry_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_object", ["object_kind", "object_id", "id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("old_value", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_with", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answer IN ('changed', 'kept')", name=op.f("ck_comment_answer_known")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_comment_answered_at_by_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("fk_comment_answered_by_user_account")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_comment_author_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_comment_object", ["object_kind", "object_id", "round"], unique=False)

    op.create_table(
        "execution_rate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("adjustment_fen", sa.BigInteger(), nullable=False),
        sa.Column("carry_over_fen", sa.BigInteger(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "scope IN ('project', 'unit', 'department', 'region')", name=op.f("ck_execution_rate_scope_known")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_execution_rate_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_rate")),
        sa.UniqueConstraint(
            "scope", "scope_id", "fiscal_year", "as_of", name=op.f("uq_execution_rate_scope_scope_id_fiscal_year_as_of")
        ),
    )
    with op.batch_alter_table("execution_rate", schema=None) as batch_op:
        batch_op.create_index("ix_execution_rate_board", ["region_id", "fiscal_year", "as_of", "scope"], unique=False)

    op.create_table(
        "filed_by",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_trace", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_filed_by_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_by")),
        sa.UniqueConstraint(
            "object_kind", "object_id", "user_id", name=op.f("uq_filed_by_object_kind_object_id_user_id")
        ),
    )
    with op.batch_alter_table("filed_by", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filed_by_user_id"), ["user_id"], unique=False)

    op.create_table(
        "form_profile",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_form_profile_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_profile")),
        sa.UniqueConstraint("code", name=op.f("uq_form_profile_code")),
    )
    with op.batch_alter_table("form_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_profile_region_id"), ["region_id"], unique=False)

    op.create_table(
        "inbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dedupe_key", sa.String(length=160), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user_account.id"], name=op.f("fk_inbox_message_recipient_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_message")),
        sa.UniqueConstraint("recipient_id", "dedupe_key", name=op.f("uq_inbox_message_recipient_id_dedupe_key")),
    )
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_message_unread", ["recipient_id", "read_at", "id"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dedupe_key", sa.String(length=160), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.Column("requested_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('payment_import', 'execution_rates')", name=op.f("ck_job_run_kind_known")),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_run_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["user_account.id"], name=op.f("fk_job_run_requested_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_job_run_dedupe_key")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index("ix_job_run_due", ["status", "not_before"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_run_requested_by"), ["requested_by"], unique=False)

    op.create_table(
        "monitoring_campaign",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("cutoff_month", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cutoff_month BETWEEN 1 AND 12", name=op.f("ck_monitoring_campaign_cutoff_month_known")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["user_account.id"], name=op.f("fk_monitoring_campaign_opened_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_monitoring_campaign_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_campaign")),
        sa.UniqueConstraint(
            "region_id", "fiscal_year", "round", name=op.f("uq_monitoring_campaign_region_id_fiscal_year_round")
        ),
    )
    with op.batch_alter_table("monitoring_campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_campaign_opened_by"), ["opened_by"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("own_level", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("predecessor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind <> 'unit' OR parent_id IS NOT NULL", name=op.f("ck_organisation_unit_has_parent")),
        sa.CheckConstraint(
            "kind IN ('bureau', 'section', 'department', 'unit')", name=op.f("ck_organisation_kind_known")
        ),
        sa.CheckConstraint(
            "section_id IS NULL OR kind = 'department'", name=op.f("ck_organisation_section_of_department")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name=op.f("fk_organisation_predecessor_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_organisation_region_id_region")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["organisation.id"], name=op.f("fk_organisation_section_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("region_id", "code", "valid_from", name=op.f("uq_organisation_region_id_code_valid_from")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_path"), ["path"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_section_id"), ["section_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedupe_key", sa.String(length=160), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "status IN ('due', 'sending', 'sent', 'failed', 'unknown', 'skipped')", name=op.f("ck_outbox_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user_account.id"], name=op.f("fk_outbox_recipient_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["status", "not_before"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "region_setting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["user_account.id"], name=op.f("fk_region_setting_changed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_region_setting_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_setting")),
        sa.UniqueConstraint("region_id", "key", "year", name=op.f("uq_region_setting_region_id_key_year")),
    )
    with op.batch_alter_table("region_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_setting_changed_by"), ["changed_by"], unique=False)

    op.create_table(
        "reminder_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.CheckConstraint("outcome IN ('sent', 'skipped')", name=op.f("ck_reminder_log_outcome_known")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user_account.id"], name=op.f("fk_reminder_log_recipient_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_log")),
        sa.UniqueConstraint(
            "rule",
            "object_kind",
            "object_id",
            "recipient_id",
            "day",
            name=op.f("uq_reminder_log_rule_object_kind_object_id_recipient_id_day"),
        ),
    )
    with op.batch_alter_table("reminder_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_log_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_sign_in_session_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_in_session_key")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_action", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_signature_snapshot_id_snapshot")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_signature_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("ix_signature_object", ["object_kind", "object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_snapshot_id"), ["snapshot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_user_id"), ["user_id"], unique=False)

    op.create_table(
        "approval_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voids_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["approval_batch.id"], name=op.f("fk_approval_document_batch_id_approval_batch")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_approval_document_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_approval_document_region_id_region")),
        sa.ForeignKeyConstraint(
            ["voids_id"], ["approval_document.id"], name=op.f("fk_approval_document_voids_id_approval_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_document")),
        sa.UniqueConstraint("batch_id", "department_id", name=op.f("uq_approval_document_batch_id_department_id")),
    )
    with op.batch_alter_table("approval_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_document_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_voids_id"), ["voids_id"], unique=False)
        batch_op.create_index(
            "uq_approval_document_number",
            ["region_id", "number"],
            unique=True,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )

    op.create_table(
        "declaration_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("form_profile", sa.String(length=60), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('project', 'overall')", name=op.f("ck_declaration_task_kind_known")),
        sa.CheckConstraint(
            "stage IN ('first_pass', 'second_pass', 'in_year', 'transfer', 'carry_over')",
            name=op.f("ck_declaration_task_stage_known"),
        ),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_declaration_task_opens_before_closing")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_declaration_task_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["form_profile"], ["form_profile.code"], name=op.f("fk_declaration_task_form_profile_form_profile")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_declaration_task_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_task")),
        sa.UniqueConstraint(
            "region_id",
            "fiscal_year",
            "kind",
            "stage",
            "name",
            name=op.f("uq_declaration_task_region_id_fiscal_year_kind_stage_name"),
        ),
    )
    with op.batch_alter_table("declaration_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_task_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_task_form_profile"), ["form_profile"], unique=False)

    op.create_table(
        "payment_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_loaded", sa.Integer(), nullable=False),
        sa.Column("rows_duplicate", sa.Integer(), nullable=False),
        sa.Column("rows_conflict", sa.Integer(), nullable=False),
        sa.Column("rows_quarantined", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("ignored_sheets", sa.JSON(), nullable=False),
        sa.Column("account_key", sa.String(length=16), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "rows_loaded + rows_duplicate + rows_conflict + rows_quarantined = rows_total",
            name=op.f("ck_payment_batch_every_row_accounted"),
        ),
        sa.CheckConstraint(
            "rows_loaded >= 0 AND rows_duplicate >= 0 AND rows_conflict >= 0 AND rows_quarantined >= 0",
            name=op.f("ck_payment_batch_rows_not_negative"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job_run.id"], name=op.f("fk_payment_batch_job_id_job_run")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_batch_region_id_region")),
        sa.ForeignKeyConstraint(["sha256"], ["file_content.sha256"], name=op.f("fk_payment_batch_sha256_file_content")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_payment_batch_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
    )
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_batch_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_batch_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_batch_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_batch_uploaded_by"), ["uploaded_by"], unique=False)

    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=21), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("initials", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_project_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_project_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_project_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_project_unit_id_name")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_region_id"), ["region_id"], unique=False)
        batch_op.create_index(
            "uq_project_region_code",
            ["region_id", "code"],
            unique=True,
            sqlite_where=sa.text("code IS NOT NULL"),
            postgresql_where=sa.text("code IS NOT NULL"),
        )

    op.create_table(
        "role_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('filer', 'unit_head', 'department_reviewer', 'section_reviewer', 'section_head', 'performance', 'treasury', 'budget_section', 'leader', 'auditor', 'system_admin', 'security_admin', 'audit_admin')",
            name=op.f("ck_role_grant_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_grant_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_role_grant_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "user_id", "role", "organisation_id", name=op.f("uq_role_grant_user_id_role_organisation_id")
        ),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "approval_document_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_approval_document_version_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["approval_document.id"],
            name=op.f("fk_approval_document_version_document_id_approval_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_document_version")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_approval_document_version_document_id_version")),
    )
    with op.batch_alter_table("approval_document_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_document_version_created_by"), ["created_by"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("form_profile", sa.String(length=60), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("adjustment_reason", sa.Text(), nullable=False),
        sa.Column("adjustment_document", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("initials", sa.String(length=200), nullable=False),
        sa.Column("project_code", sa.String(length=21), nullable=True),
        sa.Column("project_type", sa.String(length=60), nullable=True),
        sa.Column("project_category", sa.String(length=60), nullable=True),
        sa.Column("responsible_person", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("budget_total_fen", sa.BigInteger(), nullable=True),
        sa.Column("budget_year_fen", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("refusal_proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cleared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approval_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("terminated_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(kind = 'project') = (project_id IS NOT NULL)", name=op.f("ck_declaration_project_by_kind")
        ),
        sa.CheckConstraint(
            "(state = 'terminated') = (terminated_by IS NOT NULL)", name=op.f("ck_declaration_terminated_by_action")
        ),
        sa.CheckConstraint(
            "(state IN ('approved', 'monitored', 'evaluated', 'terminated')) = (desk IS NULL)",
            name=op.f("ck_declaration_desk_by_state"),
        ),
        sa.CheckConstraint(
            "NOT in_force OR state IN ('approved', 'monitored', 'evaluated')",
            name=op.f("ck_declaration_in_force_approved"),
        ),
        sa.CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department')) OR (state = 'submitted' AND desk IN ('section', 'performance')) OR (state = 'finance_reviewed' AND desk IN ('performance', 'batch'))",
            name=op.f("ck_declaration_desk_known"),
        ),
        sa.CheckConstraint("kind IN ('project', 'overall')", name=op.f("ck_declaration_kind_known")),
        sa.CheckConstraint(
            "stage IN ('first_pass', 'second_pass', 'in_year', 'transfer', 'carry_over')",
            name=op.f("ck_declaration_stage_known"),
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'submitted', 'finance_reviewed', 'approved', 'monitored', 'evaluated', 'terminated')",
            name=op.f("ck_declaration_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'monitored', 'evaluated') OR (approved_at IS NOT NULL AND approved_by IS NOT NULL AND approved_snapshot_id IS NOT NULL)",
            name=op.f("ck_declaration_approved_has_approval"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('drafted', 'submitted', 'finance_reviewed') OR (approved_at IS NULL AND approved_by IS NULL AND approved_snapshot_id IS NULL)",
            name=op.f("ck_declaration_open_has_no_approval"),
        ),
        sa.CheckConstraint("(desk IS NULL) = (held_since IS NULL)", name=op.f("ck_declaration_held_since_by_desk")),
        sa.CheckConstraint("(revision = 1) = (supersedes_id IS NULL)", name=op.f("ck_declaration_revision_supersedes")),
        sa.CheckConstraint("revision >= 1 AND round >= 0 AND version >= 1", name=op.f("ck_declaration_counters")),
        sa.ForeignKeyConstraint(
            ["approval_batch_id"], ["approval_batch.id"], name=op.f("fk_declaration_approval_batch_id_approval_batch")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_declaration_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["approved_snapshot_id"], ["snapshot.id"], name=op.f("fk_declaration_approved_snapshot_id_snapshot")
        ),
        sa.ForeignKeyConstraint(
            ["cleared_by"], ["user_account.id"], name=op.f("fk_declaration_cleared_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_declaration_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_declaration_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["form_profile"], ["form_profile.code"], name=op.f("fk_declaration_form_profile_form_profile")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_declaration_project_id_project")),
        sa.ForeignKeyConstraint(
            ["refusal_proposed_by"], ["user_account.id"], name=op.f("fk_declaration_refusal_proposed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_declaration_region_id_region")),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["user_account.id"], name=op.f("fk_declaration_reviewed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["declaration.id"], name=op.f("fk_declaration_supersedes_id_declaration")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["user_account.id"], name=op.f("fk_declaration_taken_by_user_account")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["declaration_task.id"], name=op.f("fk_declaration_task_id_declaration_task")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_declaration_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_approval_batch_id"), ["approval_batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_approved_by"), ["approved_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_approved_snapshot_id"), ["approved_snapshot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_cleared_by"), ["cleared_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_created_by"), ["created_by"], unique=False)
        batch_op.create_index("ix_declaration_department", ["department_id", "fiscal_year"], unique=False)
        batch_op.create_index("ix_declaration_desk", ["region_id", "desk", "held_since"], unique=False)
        batch_op.create_index("ix_declaration_list", ["region_id", "fiscal_year", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_refusal_proposed_by"), ["refusal_proposed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_reviewed_by"), ["reviewed_by"], unique=False)
        batch_op.create_index("ix_declaration_sort", ["region_id", "fiscal_year", "sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_supersedes_id"), ["supersedes_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_taken_by"), ["taken_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_task_id"), ["task_id"], unique=False)
        batch_op.create_index("ix_declaration_unit", ["unit_id", "fiscal_year"], unique=False)
        batch_op.create_index(
            "uq_declaration_in_force_overall",
            ["unit_id", "fiscal_year"],
            unique=True,
            sqlite_where=sa.text("kind = 'overall' AND in_force"),
            postgresql_where=sa.text("kind = 'overall' AND in_force"),
        )
        batch_op.create_index(
            "uq_declaration_in_force_project",
            ["project_id", "fiscal_year"],
            unique=True,
            sqlite_where=sa.text("kind = 'project' AND in_force"),
            postgresql_where=sa.text("kind = 'project' AND in_force"),
        )
        batch_op.create_index(
            "uq_declaration_open_overall",
            ["unit_id", "fiscal_year"],
            unique=True,
            sqlite_where=sa.text("kind = 'overall' AND state IN ('drafted', 'submitted', 'finance_reviewed')"),
            postgresql_where=sa.text("kind = 'overall' AND state IN ('drafted', 'submitted', 'finance_reviewed')"),
        )
        batch_op.create_index(
            "uq_declaration_open_project",
            ["project_id", "fiscal_year"],
            unique=True,
            sqlite_where=sa.text("kind = 'project' AND state IN ('drafted', 'submitted', 'finance_reviewed')"),
            postgresql_where=sa.text("kind = 'project' AND state IN ('drafted', 'submitted', 'finance_reviewed')"),
        )

    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voucher_no", sa.String(length=60), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("payee_account_hmac", sa.String(length=64), nullable=False),
        sa.Column("payee_account_tail", sa.String(length=4), nullable=False),
        sa.Column("payee_name", sa.String(length=200), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("project_code", sa.String(length=40), nullable=False),
        sa.Column("project_name", sa.String(length=200), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("function_code", sa.String(length=20), nullable=False),
        sa.Column("economic_code", sa.String(length=20), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("unit_key", sa.String(length=200), nullable=False),
        sa.Column("project_key", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("matched_by", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(project_id IS NULL) = (matched_by = '')", name=op.f("ck_payment_matched_somehow")),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_payment_amount_not_zero")),
        sa.ForeignKeyConstraint(["batch_id"], ["payment_batch.id"], name=op.f("fk_payment_batch_id_payment_batch")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_payment_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint(
            "fiscal_year", "region_id", "voucher_no", "payee_account_hmac", "line_no", name="uq_payment_key"
        ),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_payment_printed",
            ["region_id", "fiscal_year", "project_key", "unit_key"],
            unique=False,
            postgresql_where=sa.text("project_id IS NULL OR matched_by = 'hand'"),
            sqlite_where=sa.text("project_id IS NULL OR matched_by = 'hand'"),
        )
        batch_op.create_index("ix_payment_project", ["project_id", "fiscal_year", "paid_on"], unique=False)

    op.create_table(
        "payment_match",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("unit_key", sa.String(length=200), nullable=False),
        sa.Column("project_key", sa.String(length=200), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("matched_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["matched_by"], ["user_account.id"], name=op.f("fk_payment_match_matched_by_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_payment_match_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_match_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_match")),
        sa.UniqueConstraint(
            "region_id",
            "fiscal_year",
            "unit_key",
            "project_key",
            name=op.f("uq_payment_match_region_id_fiscal_year_unit_key_project_key"),
        ),
    )
    with op.batch_alter_table("payment_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_match_matched_by"), ["matched_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_match_project_id"), ["project_id"], unique=False)

    op.create_table(
        "task_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_task_extension_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["declaration_task.id"], name=op.f("fk_task_extension_task_id_declaration_task")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_task_extension_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_extension")),
    )
    with op.batch_alter_table("task_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_extension_granted_by"), ["granted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_extension_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_extension_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "asset_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", sa.String(length=60), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_asset_line_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_line")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_asset_line_declaration_id_uid")),
    )
    op.create_table(
        "block_weight",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(length=16), nullable=False),
        sa.Column("goal_uid", sa.String(length=32), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("weight_hundredths", sa.Integer(), nullable=False),
        sa.CheckConstraint("horizon IN ('long_term', 'annual', 'overall')", name=op.f("ck_block_weight_horizon_known")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_block_weight_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_weight")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_block_weight_declaration_id_uid")),
    )
    op.create_table(
        "budget_ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('initial', 'adjustment', 'carry_over')", name=op.f("ck_budget_ledger_entry_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_budget_ledger_entry_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_budget_ledger_entry_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_budget_ledger_entry_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_ledger_entry")),
    )
    with op.batch_alter_table("budget_ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_ledger_entry_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_ledger_entry_entered_by"), ["entered_by"], unique=False)
        batch_op.create_index("ix_budget_ledger_entry_project", ["project_id", "fiscal_year"], unique=False)

    op.create_table(
        "declaration_edit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_declaration_edit_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_declaration_edit_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_edit")),
    )
    with op.batch_alter_table("declaration_edit", schema=None) as batch_op:
        batch_op.create_index("ix_declaration_edit_file", ["declaration_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_edit_user_id"), ["user_id"], unique=False)

    op.create_table(
        "declaration_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_declaration_text_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_text")),
        sa.UniqueConstraint("declaration_id", "field", name=op.f("uq_declaration_text_declaration_id_field")),
    )
    op.create_table(
        "executing_body",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_executing_body_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executing_body")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_executing_body_declaration_id_uid")),
    )
    op.create_table(
        "expenditure_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_expenditure_line_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure_line")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_expenditure_line_declaration_id_uid")),
    )
    op.create_table(
        "funding_source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_funding_source_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_source")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_funding_source_declaration_id_uid")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("horizon IN ('long_term', 'annual', 'overall')", name=op.f("ck_goal_horizon_known")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_goal_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_goal_declaration_id_uid")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("origin_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(length=16), nullable=False),
        sa.Column("goal_uid", sa.String(length=32), nullable=False),
        sa.Column("level1", sa.String(length=60), nullable=False),
        sa.Column("level2", sa.String(length=60), nullable=False),
        sa.Column("level3", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("prior_two", sa.Text(), nullable=False),
        sa.Column("prior_one", sa.Text(), nullable=False),
        sa.Column("weight_hundredths", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=60), nullable=False),
        sa.Column("indicator_class", sa.String(length=40), nullable=False),
        sa.CheckConstraint("horizon IN ('long_term', 'annual', 'overall')", name=op.f("ck_indicator_horizon_known")),
        sa.CheckConstraint(
            "weight_hundredths IS NULL OR weight_hundredths >= 0", name=op.f("ck_indicator_weight_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_indicator_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("declaration_id", "uid", name=op.f("uq_indicator_declaration_id_uid")),
    )
    op.create_table(
        "monitoring_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("adjusted_fen", sa.BigInteger(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=False),
        sa.Column("forecast_fen", sa.BigInteger(), nullable=True),
        sa.Column("forecast_raw", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("money_cause", sa.Text(), nullable=False),
        sa.Column("money_measure", sa.Text(), nullable=False),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=32), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_by IS NOT NULL)", name=op.f("ck_monitoring_report_cancelled_by_action")
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'cancelled')) = (desk IS NULL)", name=op.f("ck_monitoring_report_desk_by_state")
        ),
        sa.CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department')) OR (state = 'submitted' AND desk = 'section')",
            name=op.f("ck_monitoring_report_desk_known"),
        ),
        sa.CheckConstraint(
            "forecast_raw = '' OR forecast_fen IS NULL", name=op.f("ck_monitoring_report_forecast_read_or_raw")
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'submitted', 'accepted', 'cancelled')", name=op.f("ck_monitoring_report_state_known")
        ),
        sa.CheckConstraint(
            "(desk IS NULL) = (held_since IS NULL)", name=op.f("ck_monitoring_report_held_since_by_desk")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["monitoring_campaign.id"],
            name=op.f("fk_monitoring_report_campaign_id_monitoring_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_monitoring_report_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_monitoring_report_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_monitoring_report_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_monitoring_report_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_monitoring_report_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_report")),
    )
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_report_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_report_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_monitoring_report_list", ["region_id", "fiscal_year", "state", "id"], unique=False)
        batch_op.create_index("ix_monitoring_report_project", ["project_id", "fiscal_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_report_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_monitoring_report_open",
            ["campaign_id", "declaration_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "payment_quarantine",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("conflicts_with_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resolution", sa.String(length=60), nullable=False),
        sa.CheckConstraint("status IN ('conflict', 'quarantined')", name=op.f("ck_payment_quarantine_status_known")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_payment_quarantine_batch_id_payment_batch")
        ),
        sa.ForeignKeyConstraint(
            ["conflicts_with_id"], ["payment.id"], name=op.f("fk_payment_quarantine_conflicts_with_id_payment")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["user_account.id"], name=op.f("fk_payment_quarantine_resolved_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_quarantine")),
        sa.UniqueConstraint("batch_id", "row_no", name=op.f("uq_payment_quarantine_batch_id_row_no")),
    )
    with op.batch_alter_table("payment_quarantine", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_quarantine_conflicts_with_id"), ["conflicts_with_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payment_quarantine_resolved_by"), ["resolved_by"], unique=False)

    op.create_table(
        "return_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("returned_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_return_order_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["user_account.id"], name=op.f("fk_return_order_returned_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_order")),
        sa.UniqueConstraint("declaration_id", "round", name=op.f("uq_return_order_declaration_id_round")),
    )
    with op.batch_alter_table("return_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_order_returned_by"), ["returned_by"], unique=False)

    op.create_table(
        "review_opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "grade IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_review_opinion_grade_known")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_review_opinion_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_review_opinion_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_opinion")),
    )
    with op.batch_alter_table("review_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_opinion_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_opinion_declaration_id"), ["declaration_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_submission_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_submission_snapshot_id_snapshot")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["user_account.id"], name=op.f("fk_submission_submitted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("declaration_id", "round", name=op.f("uq_submission_declaration_id_round")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_snapshot_id"), ["snapshot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_submitted_by"), ["submitted_by"], unique=False)

    op.create_table(
        "unlock",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_unlock_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["user_account.id"], name=op.f("fk_unlock_requested_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlock")),
        sa.UniqueConstraint("declaration_id", "round", "path", name=op.f("uq_unlock_declaration_id_round_path")),
    )
    with op.batch_alter_table("unlock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unlock_requested_by"), ["requested_by"], unique=False)

    op.create_table(
        "unparsed_input",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_unparsed_input_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unparsed_input")),
        sa.UniqueConstraint("declaration_id", "path", name=op.f("uq_unparsed_input_declaration_id_path")),
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("finding_key", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_waiver_author_id_user_account")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_waiver_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(
            "uq_waiver_open",
            ["declaration_id", "finding_key"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "work_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["user_account.id"], name=op.f("fk_work_item_asked_by_user_account")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_work_item_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_declaration_id"), ["declaration_id"], unique=False)

    op.create_table(
        "expenditure_amount",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["expenditure_line.id"], name=op.f("fk_expenditure_amount_line_id_expenditure_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure_amount")),
        sa.UniqueConstraint("line_id", "source", name=op.f("uq_expenditure_amount_line_id_source")),
    )
    op.create_table(
        "monitoring_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("indicator_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=False),
        sa.Column("forecast", sa.Text(), nullable=False),
        sa.Column("cause_kind", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "likelihood IN ('', 'certain', 'possible', 'impossible')", name=op.f("ck_monitoring_item_likelihood_known")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["monitoring_report.id"], name=op.f("fk_monitoring_item_report_id_monitoring_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_item")),
        sa.UniqueConstraint("report_id", "indicator_uid", name=op.f("uq_monitoring_item_report_id_indicator_uid")),
    )
    ddl.create_audit_guard()


def downgrade() -> None:
    op.drop_table("monitoring_item")
    op.drop_table("expenditure_amount")
    op.drop_table("work_item")
    op.drop_table("waiver")
    op.drop_table("unparsed_input")
    op.drop_table("unlock")
    op.drop_table("submission")
    op.drop_table("review_opinion")
    op.drop_table("return_order")
    op.drop_table("payment_quarantine")
    op.drop_table("monitoring_report")
    op.drop_table("indicator")
    op.drop_table("goal")
    op.drop_table("funding_source")
    op.drop_table("expenditure_line")
    op.drop_table("executing_body")
    op.drop_table("declaration_text")
    op.drop_table("declaration_edit")
    op.drop_table("budget_ledger_entry")
    op.drop_table("block_weight")
    op.drop_table("asset_line")
    op.drop_table("task_extension")
    op.drop_table("payment_match")
    op.drop_table("payment")
    op.drop_table("declaration")
    op.drop_table("approval_document_version")
    op.drop_table("role_grant")
    op.drop_table("project")
    op.drop_table("payment_batch")
    op.drop_table("declaration_task")
    op.drop_table("approval_document")
    op.drop_table("signature")
    op.drop_table("sign_in_session")
    op.drop_table("reminder_log")
    op.drop_table("region_setting")
    op.drop_table("outbox")
    op.drop_table("organisation")
    op.drop_table("monitoring_campaign")
    op.drop_table("job_run")
    op.drop_table("inbox_message")
    op.drop_table("form_profile")
    op.drop_table("filed_by")
    op.drop_table("execution_rate")
    op.drop_table("comment")
    op.drop_table("audit_entry")
    op.drop_table("attachment")
    op.drop_table("approval_batch")
    op.drop_table("user_account")
    op.drop_table("snapshot")
    op.drop_table("region")
    op.drop_table("file_content")
    op.drop_table("code_item")
    ddl.drop_audit_guard()
