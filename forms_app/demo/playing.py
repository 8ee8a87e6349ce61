"""A running copy of the app, and a crowd of respondents who answer its surveys."""

import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from flask import Flask

from forms_app.commands.serve import Production
from forms_app.database import db
from forms_app.demo.area import TODAY
from forms_app.demo.chance import luck_of
from forms_app.demo.opinions import Respondent
from forms_app.demo.player import Player
from forms_app.demo.rounds import slug_of
from surveys.library import Library

CROWD = {
    ("moorside-carers", "carer"): 9, ("hollin-hub", "carer"): 5, ("elm-valley", "carer"): 3,
    ("moorside-carers", "carer-short"): 28, ("hollin-hub", "carer-short"): 20, ("elm-valley", "carer-short"): 14,
    ("moorside-carers", "break-feedback"): 22, ("hollin-hub", "break-feedback"): 10, ("elm-valley", "break-feedback"): 8,
    ("larchfield", "service-user"): 10, ("brightwater", "service-user"): 6, ("copse-end", "service-user"): 1,
    ("larchfield", "service-user-short"): 40, ("brightwater", "service-user-short"): 30,
    ("copse-end", "service-user-short"): 3,
}  # fmt: skip
"""How many answer on the last day, by provider and survey: more than 200 in all."""
AT_ONCE = 4
WORKERS = 2
PATIENCE = 30.0


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens at the port already."""
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(app: Flask, port: int) -> Iterator[None]:
    """Serve the app at `port` of this machine, in processes of its own, for as long as the context lasts.

    Raises RuntimeError when it does not answer in time.
    """
    with app.app_context():
        # A forked process must not share this one's connections.
        db.session.remove()
        db.engine.dispose()
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(app, port))
    server.start()
    try:
        end = time.monotonic() + PATIENCE
        while not is_taken(port):
            if time.monotonic() > end or not server.is_alive():
                raise RuntimeError(f"the app does not answer at port {port}")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.join(PATIENCE)


def _serve(app: Flask, port: int) -> None:
    Production(app, f"127.0.0.1:{port}", WORKERS).run()


def play(library: Library, seed: int, port: int, done: Callable[[], None]) -> tuple[int, int]:
    """Let the whole crowd answer through the app at `port`; `done` is called after each.

    Returns how many sent their answers, and how many of them changed one first. Raises PageNotAsExpected.
    """
    places = [place for place, number in CROWD.items() for _ in range(number)]

    def one(numbered: tuple[int, tuple[str, str]]) -> bool:
        number, (provider, survey) = numbered
        luck = luck_of(seed, f"respondent {number}")
        respondent = Respondent(luck, provider, TODAY)
        changed = Player(port, luck).answer(slug_of(provider, survey), library.surveys[survey], respondent)
        done()
        return changed

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        changes = list(crowd.map(one, enumerate(places)))
    return len(changes), sum(changes)
