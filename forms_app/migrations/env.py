"""Alembic's entry: migrate the database of the app that called."""

from alembic import context

from forms_app.database import Base, db

app = context.config.attributes["app"]


def check_references(connection) -> None:
    """Refuse a migration of SQLite that left a reference to nothing."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration would leave references to nothing, and was undone: {broken[:5]}")


with db.engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    # Tables are rebuilt in batch mode; with foreign keys on, dropping the old copy would delete its children. SQLite
    # does not heed the setting inside a transaction, and SQLAlchemy begins one with its first statement.
    driver = connection.connection.driver_connection if sqlite else None
    if driver is not None:
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                check_references(connection)
        connection.commit()
    finally:
        if driver is not None:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
