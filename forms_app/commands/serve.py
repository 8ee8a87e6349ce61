"""`carer-outcomes run` and `serve`: the development and the production server."""

import os

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info
from gunicorn.app.base import BaseApplication
from werkzeug.serving import run_simple

from forms_app.callers import warning_of


class Production(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our app already made: sync workers, as many as there are cores."""

    def __init__(self, app: Flask, bind: str, workers: int) -> None:
        self._app, self._bind, self._workers = app, bind, workers
        super().__init__()

    def load_config(self) -> None:
        for name, value in (("bind", self._bind), ("workers", self._workers), ("accesslog", None), ("loglevel", "warning")):
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@pass_script_info
def run(info: ScriptInfo, host: str, port: int) -> None:
    """Serve for development: one process, restarts when code changes."""
    app = info.load_app()
    app.debug = True
    # Not app.run: below a command of Flask's it does nothing.
    run_simple(host, port, app, threaded=True, use_reloader=True, use_debugger=True)


@click.command()
@click.option("--bind", default="127.0.0.1:5000", show_default=True, help="Address and port.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True, help="Processes.")
@pass_script_info
def serve(info: ScriptInfo, bind: str, workers: int) -> None:
    """Serve for production, behind a proxy that speaks HTTPS."""
    app = info.load_app()
    if warning := warning_of(app):
        click.echo(f"Warning: {warning}", err=True)
    Production(app, bind, workers).run()
