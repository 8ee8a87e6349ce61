"""`carer-outcomes demo`: a whole working instance of a made-up area, with its evidence and its site."""

from __future__ import annotations

import io
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
import segno
from flask import Flask

from forms_app.app import library
from forms_app.database import db
from forms_app.demo.area import CARERS_SERVICE, TODAY
from forms_app.demo.generate import generate
from forms_app.demo.instance import (
    DemoFaulty,
    Instance,
    NotADemo,
    add_staff_rounds_and_stories,
    import_files,
    set_up,
)
from forms_app.demo.player import PageNotAsExpected
from forms_app.demo.playing import CROWD, free_port, is_taken, play, serving
from forms_app.demo.rounds import slug_of
from forms_app.demo.staff import PASSWORD, accounts
from forms_app.worker.loop import working
from site_builder.demo_guide import PLANTED
from site_builder.evidence.make import make_evidence
from site_builder.site.build import build_site
from site_builder.site.command import PROJECT
from site_builder.site.errors import SiteError
from surveys.library import SHIPPED, load_library

QR_SURVEY = slug_of(CARERS_SERVICE.key, "carer-short")


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), default=Path("instance/demo"), show_default=True,
    help="Folder in which the demonstration lives.",
)  # fmt: skip
@click.option("--seed", type=int, default=2026, show_default=True, help="Another number makes another made-up area.")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True, help="Where the app is served.")
@click.option(
    "--site-port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where the site is served."
)
def demo(no_serve: bool, home: Path, seed: int, port: int, site_port: int) -> None:
    """Make a whole instance with made-up data for all five frameworks, and serve the app and the site.

    A finished demonstration in the folder is served as it is; what an interrupted run left is made anew.
    """
    if not no_serve:
        for name, number in (("--port", port), ("--site-port", site_port)):
            if is_taken(number):
                raise click.ClickException(f"Something is served at port {number} already. Choose another with {name}.")
    instance = Instance(home, seed, port)
    try:
        if instance.is_finished():
            click.echo(f"The demonstration in {home} is finished, so it is used as it is.")
        else:
            _make(instance)
    except (NotADemo, DemoFaulty, PageNotAsExpected, SiteError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    instance.write_settings()
    if not no_serve:
        _serve(instance, site_port)


@contextmanager
def _step(words: str) -> Iterator[None]:
    """Say what is being done and, afterwards, how long it took."""
    click.echo(f"{words} … ", nl=False)
    began = time.monotonic()
    yield
    click.echo(f"{time.monotonic() - began:.1f} s")


def _make(instance: Instance) -> None:
    began = time.monotonic()
    instance.begin()
    with _step("Setting up an empty instance"):
        app = instance.app()
        set_up(app)
    with _step("Making up an area: 6 providers, 3 years and a quarter"):
        generate(load_library(SHIPPED), instance.seed, instance.files)
    with _step("Importing its files"), app.app_context():
        rows = import_files(instance.files)
    click.echo(f"  {rows:,} rows imported")
    with _step("Adding accounts, rounds, stories, decisions and themes"):
        add_staff_rounds_and_stories(app)
    _answer_surveys(app, instance.seed)
    evidence = instance.home / "evidence"
    with _step(f"Working out and protecting the evidence as of {TODAY}"), app.app_context():
        made = make_evidence(
            db.session(),
            library(),
            as_of=TODAY,
            out=evidence,
            definitions=SHIPPED,
            made_up=True,
            private_log=instance.home / "private" / f"hidden-{TODAY}.csv",
        )
    click.echo(f"  {made.figures:,} figures, {made.hidden:,} of them hidden to protect people")
    with _step("Building the site"):
        build_site(evidence, instance.home / "site", docs=PROJECT / "docs", config=PROJECT / "mkdocs.yml", made_up=True)
    instance.finish()
    click.echo(f"All made in {time.monotonic() - began:.0f} s.")


def _answer_surveys(app: Flask, seed: int) -> None:
    whole = sum(CROWD.values())
    began = time.monotonic()
    with click.progressbar(length=whole, label=f"{whole} people answer surveys on the forms themselves") as bar:
        port = free_port()
        with serving(app, port):
            sent, changed = play(app.extensions["library"], seed, port, lambda: bar.update(1))
    click.echo(f"  {sent} sent, {changed} changed an answer first … {time.monotonic() - began:.1f} s")


def _serve(instance: Instance, site_port: int) -> None:
    # Whoever stops us with a signal gets the same tidy end as with Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    site = ThreadingHTTPServer(("127.0.0.1", site_port), partial(_Quiet, directory=str(instance.home / "site")))
    app = instance.app()
    with serving(app, instance.port), site, working(app):
        threading.Thread(target=site.serve_forever, daemon=True).start()
        _say_where(instance, site_port)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("\nStopped.")
        finally:
            site.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _say_where(instance: Instance, site_port: int) -> None:
    link = f"http://127.0.0.1:{instance.port}/s/{QR_SURVEY}"
    code = segno.make(link, error="m", micro=False)
    picture = instance.home / "survey-qr.svg"
    code.save(str(picture), kind="svg", scale=8, title="The demonstration's survey")
    drawn = io.StringIO()
    code.terminal(drawn, compact=True)
    click.echo(f"\nEverything here is made up. The day is taken to be {TODAY:%-d %B %Y}.\n")
    click.echo(f"The app:   http://127.0.0.1:{instance.port}/sign-in")
    click.echo(f"The site:  http://127.0.0.1:{site_port}/\n")
    click.echo(f"Sign in with the password {PASSWORD} as")
    for account in accounts():
        click.echo(f"  {account.email:32} {account.name}, {account.role.replace('_', ' ')} at {account.works_for}")
    click.echo(f"\nA survey to answer: {link}\nIts QR code ({picture}):\n")
    click.echo(drawn.getvalue())
    config = f"CARER_OUTCOMES_CONFIG={shlex.quote(str(instance.home / 'settings.toml'))}"
    program = shlex.quote(sys.argv[0])
    evidence, site = (shlex.quote(str(instance.home / name)) for name in ("evidence", "site"))
    click.echo("Answers sent from now on count in the quarter that ends today. To see them in the figures, run these two:")
    click.echo(f"  {config} {program} evidence --as-of {TODAY} --out {evidence}")
    click.echo(f"  {config} {program} site --evidence {evidence} --out {site}\n")
    click.echo("Worth a look:")
    for line in PLANTED:
        click.echo(f"  - {line}")
    click.echo("\nPress Ctrl-C to stop.")
