"""Counts every byte that goes from a server to a phone: headers, redirects, and what a service worker asks for."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Counter:
    """Passes connections on to a port of this machine, and counts."""

    def __init__(self, to_port: int) -> None:
        self.bytes = 0
        self.connections = 0
        self._to_port = to_port
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _address = self._socket.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._to_port))
            threading.Thread(target=self._pass_on, args=(phone, server, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, phone, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with self._lock:
            self.connections += counted
        try:
            while data := source.recv(65536):
                if counted:
                    with self._lock:
                        self.bytes += len(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        if counted:
            source.close()


@contextmanager
def counted(to_port: int) -> Iterator[Counter]:
    """A counter in front of a server."""
    counter = Counter(to_port)
    try:
        yield counter
    finally:
        counter.close()
