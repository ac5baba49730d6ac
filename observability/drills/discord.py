"""A stand-in for Discord: takes webhook messages by Discord's rules and remembers them."""

import json
import re
import threading
import time
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/api/webhooks/1/drill"

# https://discord.com/developers/docs/resources/message#embed-object-embed-limits
CONTENT_LIMIT = 2_000
TITLE_LIMIT = 256
DESCRIPTION_LIMIT = 4_096
EMBEDS_LIMIT = 10
BODY_LIMIT = 1 << 20


class State(Enum):
    """What a message says of its alerts, by the colour that Alertmanager gives it."""

    FIRING = 0x992D22
    RESOLVED = 0x2ECC71


@dataclass(frozen=True)
class Message:
    """What somebody who looks at the channel sees, and when it came."""

    at: float
    state: State | None
    title: str
    text: str

    @property
    def severity(self) -> str:
        """How soon somebody is to look, if it says so."""
        word = re.search(r"\b(critical|warning)\b", f"{self.title}\n{self.text}", re.I)
        return word[1].lower() if word else "none"

    def tells_of(self, alert: str) -> bool:
        """Whether an alert of this name is in its title."""
        return alert in self.title.split()


class Discord:
    """The channel behind one webhook."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}{PATH}"
        self._messages: list[Message] = []
        self._refusals: list[tuple[float, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Nobody is listened to any more."""
        self._server.shutdown()
        self._server.server_close()

    def messages(self, since: float) -> list[Message]:
        """Those that came after a moment of time.monotonic, the oldest first."""
        return [message for message in self._messages if message.at >= since]

    def refusals(self, since: float) -> list[str]:
        """Why messages were not taken, one reason each."""
        return [reason for at, reason in self._refusals if at >= since]

    def find(self, alert: str, state: State, since: float) -> Message | None:
        """The first message that says so."""
        return next(
            (
                message
                for message in self.messages(since)
                if message.state is state and message.tells_of(alert)
            ),
            None,
        )

    def is_told(self, alert: str) -> bool:
        """Whether the last word on an alert is that it fires."""
        told = [message.state for message in self._messages if message.tells_of(alert)]
        return told[-1:] == [State.FIRING]

    def take(self, body: bytes) -> None:
        """Adds a message to the channel; raises ValueError saying why not."""
        try:
            embeds = _checked(json.loads(body))
        except ValueError as error:
            self._refusals.append((time.monotonic(), str(error)))
            raise
        for embed in embeds:
            self._messages.append(
                Message(
                    at=time.monotonic(),
                    state=next(
                        (state for state in State if state.value == embed.get("color")), None
                    ),
                    title=embed.get("title", ""),
                    text=embed.get("description", ""),
                )
            )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        discord = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                if self.path.partition("?")[0] != PATH:
                    self._answer(HTTPStatus.NOT_FOUND, "Unknown Webhook")
                elif length > BODY_LIMIT:
                    self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request entity too large")
                else:
                    self._take(self.rfile.read(length))

            def _take(self, body: bytes) -> None:
                try:
                    discord.take(body)
                except ValueError as error:
                    self._answer(HTTPStatus.BAD_REQUEST, str(error))
                else:
                    self._answer(HTTPStatus.NO_CONTENT)

            def _answer(self, status: HTTPStatus, message: str = "") -> None:
                body = json.dumps({"message": message}).encode() if message else b""
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """The messages themselves are the log."""

        return Handler


def _checked(message: Any) -> list[dict[str, Any]]:
    """The embeds of a message that Discord would take."""
    if not isinstance(message, dict):
        raise ValueError("a message is a JSON object")
    embeds = message.get("embeds") or []
    if not message.get("content") and not embeds:
        raise ValueError("Cannot send an empty message")
    if len(message.get("content") or "") > CONTENT_LIMIT:
        raise ValueError(f"content: must be {CONTENT_LIMIT} or fewer in length")
    if len(embeds) > EMBEDS_LIMIT:
        raise ValueError(f"embeds: must be {EMBEDS_LIMIT} or fewer")
    for embed in embeds:
        for field, limit in (("title", TITLE_LIMIT), ("description", DESCRIPTION_LIMIT)):
            if len(embed.get(field) or "") > limit:
                raise ValueError(f"embeds: {field} must be {limit} or fewer in length")
    return embeds
