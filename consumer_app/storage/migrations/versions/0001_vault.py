"""The vault: cases, ways to their keys, sessions, tickets, files, shared letter templates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("found_expired_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_expires_on", "cases", ["expires_on"])
    op.create_table(
        "wraps",
        sa.Column("id", sa.String(32), nullable=False),
        _of_a_case("wraps"),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("locator", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.LargeBinary()),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("salt", sa.LargeBinary()),
        sa.Column("cost", sa.String(40)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_wraps"),
    )
    op.create_index("ix_wraps_case_id", "wraps", ["case_id"])
    op.create_index("uq_wraps_kind_locator_case", "wraps", ["kind", "locator", "case_id"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        _of_a_case("sessions"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_case_id", "sessions", ["case_id"])
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"])
    op.create_table(
        "tickets",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        _of_a_case("tickets"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_case_id", "tickets", ["case_id"])
    op.create_index("ix_tickets_expires_at", "tickets", ["expires_at"])
    op.create_table(
        "blobs",
        sa.Column("id", sa.String(32), nullable=False),
        _of_a_case("blobs"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blobs"),
    )
    op.create_index("ix_blobs_case_id", "blobs", ["case_id"])
    op.create_table(
        "letter_templates",
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_letter_templates"),
    )


def downgrade() -> None:
    """Refuse: going back would destroy cases."""
    raise NotImplementedError("the vault is never taken down by a migration; restore a backup instead")


def _of_a_case(table: str) -> sa.Column[str]:
    return sa.Column(
        "case_id",
        sa.String(32),
        sa.ForeignKey("cases.id", name=f"fk_{table}_case_id", ondelete="CASCADE"),
        nullable=False,
    )
