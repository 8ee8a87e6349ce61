"""Alembic's entry: migrate the database of the app that called."""

from alembic import context

from forms_app.database import Base, db

app = context.config.attributes["app"]
with db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # Tables are rebuilt in batch mode; with foreign keys on, dropping the old copy would delete its children.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
