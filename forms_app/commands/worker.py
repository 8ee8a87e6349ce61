"""`carer-outcomes worker`: the process that sends messages, makes files and does what comes round."""

import signal

import click
from flask.cli import with_appcontext

from forms_app.worker import run_due
from forms_app.worker.loop import work_until_stopped
from forms_app.worker.stopping import ask_to_stop, begin_again


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, say what was done, and end (for cron).")
@with_appcontext
def worker(once: bool) -> None:
    """Send messages, make files, remind, tidy up. Runs beside the server; more than one is fine.

    SIGTERM or Ctrl-C: it finishes the piece in hand, then ends.
    """
    begin_again()
    for caught in (signal.SIGTERM, signal.SIGINT):
        signal.signal(caught, ask_to_stop)
    if once:
        for name, number in run_due().items():
            if number:
                click.echo(f"{name}: {number}")
        return
    work_until_stopped()
