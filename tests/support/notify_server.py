"""A server that speaks the API of GOV.UK Notify, version 2: it checks keys, keeps what it took, and fails when told to."""

import json
import re
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE = "11111111-2222-4333-8444-555555555555"
SECRET = "66666666-7777-4888-9999-000000000000"
KEY = f"a_test_key-{SERVICE}-{SECRET}"
EMAIL_TEMPLATE, TEXT_TEMPLATE = "e0000000-0000-4000-8000-000000000001", "e0000000-0000-4000-8000-000000000002"


@dataclass
class NotifyServer:
    """What the server was sent, and what it answers next."""

    address: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Answers given before any message is taken, each once: a status and a body."""
    drop_after_taking: int = 0
    """So many messages are taken, and then the connection is dropped without an answer."""

    def fail(self, status: int, error: str, message: str) -> None:
        """Answer the next request with an error as Notify words it."""
        self.answers.append((status, {"status_code": status, "errors": [{"error": error, "message": message}]}))

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of an app that sends by this server."""
        return {
            "EMAIL_CARRIER": "notify", "TEXT_CARRIER": "notify", "NOTIFY_URL": self.address, "NOTIFY_KEY": KEY,
            "NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE, "NOTIFY_TEXT_TEMPLATE": TEXT_TEMPLATE,
        }  # fmt: skip


@contextmanager
def notify_server() -> Iterator[NotifyServer]:
    """A server of its own, on a free port."""
    state = NotifyServer()

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self._turned_away():
                return
            channel = {"/v2/notifications/email": "email", "/v2/notifications/sms": "text"}[self.path]
            wanted = {"email": ("email_address", EMAIL_TEMPLATE), "text": ("phone_number", TEXT_TEMPLATE)}[channel]
            if sent["template_id"] != wanted[1]:
                self._answer(400, _error(400, "BadRequestError", "Template not found"))
                return
            if not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+|\+?[0-9]{10,15}", sent[wanted[0]]):
                self._answer(400, _error(400, "ValidationError", f"{wanted[0]} Not a valid address"))
                return
            made = str(uuid.uuid4())
            state.taken.append({"id": made, "channel": channel, "to": sent[wanted[0]], **sent})
            state.statuses[made] = "created"
            if state.drop_after_taking:
                state.drop_after_taking -= 1
                self.close_connection = True
                return
            self._answer(
                201, {"id": made, "reference": sent.get("reference"), "content": {}, "uri": f"{state.address}/{made}"}
            )

        def do_GET(self) -> None:
            if self._turned_away():
                return
            asked = urlsplit(self.path)
            if asked.path == "/v2/notifications":
                reference = parse_qs(asked.query)["reference"][0]
                found = [
                    {"id": one["id"], "reference": reference, "status": state.statuses[one["id"]]}
                    for one in state.taken
                    if one.get("reference") == reference
                ]
                self._answer(200, {"notifications": found, "links": {}})
                return
            number = asked.path.rsplit("/", 1)[1]
            state.asked.append(number)
            if number not in state.statuses:
                self._answer(404, _error(404, "NoResultFound", "No result found"))
                return
            self._answer(200, {"id": number, "status": state.statuses[number]})

        def _turned_away(self) -> bool:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
            except jwt.PyJWTError:
                self._answer(403, _error(403, "AuthError", "Invalid token: signature, api token not found"))
                return True
            if claims["iss"] != SERVICE or abs(claims["iat"] - time.time()) > 30:
                self._answer(
                    403, _error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
                )
                return True
            if state.answers:
                self._answer(*state.answers.pop(0))
                return True
            return False

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _error(status: int, error: str, message: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": error, "message": message}]}
