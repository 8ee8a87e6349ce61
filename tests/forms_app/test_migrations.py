"""The tables that migrations make are the tables that the models describe."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import text

from forms_app.audit_log import read_chain, record
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


def test_a_log_written_before_still_holds_and_what_was_broken_stays_broken(app: Flask) -> None:
    with app.test_request_context():
        for person in ("c1", "c2", "c3"):
            record("person-seen", provider="north", person=person)
        db.session.commit()
        db.session.remove()
        command.downgrade(alembic_config(), "0002")
        command.upgrade(alembic_config(), "head")
        assert (read_chain().events, read_chain().holds) == (3, True)
        db.session.remove()
        command.downgrade(alembic_config(), "0002")
        db.session.execute(text("UPDATE audit_event SET person = 'c9' WHERE person = 'c2'"))
        db.session.commit()
        command.upgrade(alembic_config(), "head")
        assert read_chain().broken == db.session.scalar(text("SELECT id FROM audit_event WHERE person = 'c9'"))
