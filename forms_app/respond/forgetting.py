"""What a database keeps unasked: which rows were written together, and in which order. Anonymous rounds forget it.

PostgreSQL notes a transaction's number beside each row, and rows lie where there was room: beside the times of messages
and reminders, that tells who answered when. SQLite's log holds each change as it was made until it is written over.
"""

from sqlalchemy import Connection, text

from forms_app.database import BUSY_TIMEOUT, db
from forms_app.worker import duty

SENT_IN_ROUND = "SELECT response FROM response WHERE round_id = :round AND submitted_on IS NOT NULL"
PARTS = {
    "answer": "response, question, item",
    "text_theme": "response, question, theme",
    "second_coding": "response, question, theme",
    "double_coding": "response, question",
}
"""The tables with rows of a response, and an order that tells nothing of when they came."""
WRITTEN = """
        UNION ALL
        SELECT {0}.xmin::text FROM {0} JOIN response USING (response)
        WHERE response.round_id = round.id AND submitted_on IS NOT NULL
"""
UNEVEN = f"""
SELECT round.id FROM round WHERE anonymous AND 1 < (
    SELECT count(DISTINCT written) FROM (
        SELECT response.xmin::text AS written FROM response
        WHERE response.round_id = round.id AND submitted_on IS NOT NULL
        {"".join(WRITTEN.format(table) for table in PARTS)}
    ) AS rows)
ORDER BY round.id
"""
"""Anonymous rounds of which not all that was sent was written by one transaction. By `ix_response_round_id`."""
PARTS_ANEW = [
    f"WITH gone AS (DELETE FROM {table} WHERE response IN ({SENT_IN_ROUND}) RETURNING *) "
    f"INSERT INTO {table} SELECT * FROM gone ORDER BY {order}"
    for table, order in PARTS.items()
]
RESPONSES_ANEW = "UPDATE response SET survey = survey WHERE round_id = :round AND submitted_on IS NOT NULL"
PATIENCE = "SET LOCAL lock_timeout = '3s'"


@duty("forget-order", every=60 * 60)
def forget_order() -> int:
    """Write what was sent in anonymous rounds anew, as if at once and in no order; how many rounds needed it."""
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        forget_log(patience=20_000)
        return 0
    with db.engine.connect() as connection:
        uneven = list(connection.scalars(text(UNEVEN)))
    for round_id in uneven:
        with db.engine.begin() as connection:
            _write_anew(connection, round_id)
    if uneven:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (*PARTS, "response", "invitation", "paper_sheet", "sheet_draft"):
                connection.execute(text(f"VACUUM {table}"))
    return len(uneven)


def forget_log(patience: int = 200) -> None:
    """Empty SQLite's log, after a commit, of what was just written together, if nobody reads for so many milliseconds."""
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    driver = connection.driver_connection
    try:
        if driver is not None:
            driver.execute(f"PRAGMA busy_timeout={patience}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    finally:
        connection.close()


def _write_anew(connection: Connection, round_id: int) -> None:
    """All requests that touch answers wait for the moment this takes; it gives up rather than make them wait long."""
    connection.execute(text(PATIENCE))
    connection.execute(text(f"LOCK TABLE response, {', '.join(PARTS)} IN ACCESS EXCLUSIVE MODE"))
    for part_anew in PARTS_ANEW:
        connection.execute(text(part_anew), {"round": round_id})
    connection.execute(text(RESPONSES_ANEW), {"round": round_id})
    # The keys are random, so their order is none.
    connection.execute(text("CLUSTER response USING pk_response"))
