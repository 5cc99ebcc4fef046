"""Scores and grades reckoned from answers. Pure: no database, no clock."""
