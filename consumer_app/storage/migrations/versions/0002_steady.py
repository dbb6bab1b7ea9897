"""Long documents in pieces, files that leave after a while, the card's picture, what was applied of the list of deleted cases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables and indexes; nothing that is there is changed."""
    op.create_table(
        "pieces",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column(
            "case_id",
            sa.String(32),
            sa.ForeignKey("cases.id", name="fk_pieces_case_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pieces"),
    )
    op.create_index("ix_pieces_case_id", "pieces", ["case_id"])
    op.create_table(
        "leaving",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leaving"),
    )
    op.create_index("ix_leaving_left_at", "leaving", ["left_at"])
    op.create_table(
        "marks",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.add_column("sessions", sa.Column("card", sa.LargeBinary()))
    op.create_index("ix_sessions_made_at", "sessions", ["made_at"])
    op.drop_index("ix_blobs_case_id", "blobs")
    op.create_index("ix_blobs_case_id", "blobs", ["case_id", "size"])


def downgrade() -> None:
    """Refuse: an older version would not know where the documents are."""
    raise NotImplementedError("the vault is never taken down by a migration; restore a backup instead")
