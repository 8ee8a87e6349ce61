"""The tables that migrations make are the tables that the models describe."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import text

from forms_app.commands.database import alembic_config, upgrade_database
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


def test_personal_links_made_before_go_on_working(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        command.downgrade(alembic_config(), "0001")
        for statement in (
            "INSERT INTO provider (provider, name) VALUES ('p1', 'One')",
            "INSERT INTO round (slug, survey, provider, title, opens_on, open_to_all, anonymous) "
            "VALUES ('r', 's', 'p1', 'T', '2026-04-01', '1', '1')",
            "INSERT INTO invitation (round_id, token_hash, state) SELECT id, 'hashed', 'made' FROM round",
        ):
            db.session.execute(text(statement))
        db.session.commit()
        upgrade_database()
        tied = "SELECT token_hash FROM invitation_token JOIN invitation ON invitation.id = invitation_token.invitation_id"
        assert db.session.scalars(text(tied)).all() == ["hashed"]
        assert db.session.scalar(text("SELECT languages FROM round")) == "en"
