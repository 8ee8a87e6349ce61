"""The tables that migrations make are the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import text

from forms_app.commands.database import upgrade_database
from forms_app.database import Base, db


def test_migrations_lead_to_exactly_the_models_tables(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_upgrading_a_filled_database_again_loses_nothing(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("INSERT INTO provider (provider, name) VALUES ('p1', 'One')"))
        db.session.commit()
        upgrade_database()
        assert db.session.scalar(text("SELECT name FROM provider")) == "One"
