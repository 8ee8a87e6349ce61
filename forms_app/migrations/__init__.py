"""Migrations of the database, run by Alembic."""

from pathlib import Path

SCRIPTS = Path(__file__).parent
