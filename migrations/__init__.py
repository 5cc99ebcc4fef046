"""The schema's history (Alembic). ``run`` brings a database to a revision, ``write`` makes a new revision."""
