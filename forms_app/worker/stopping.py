"""Asking the worker to stop: it finishes the piece in hand and begins no other."""

import threading

_asked = threading.Event()


def ask_to_stop(*_signal: object) -> None:
    """Ask this process's worker to stop; fit to be a signal's handler."""
    _asked.set()


def stopping() -> bool:
    """Whether this process's worker was asked to stop. Asked between two pieces of work."""
    return _asked.is_set()


def pause(seconds: float) -> None:
    """Wait, or until asked to stop."""
    _asked.wait(seconds)


def begin_again() -> None:
    """Forget that it was asked to stop (a worker begins, or a test ends)."""
    _asked.clear()
