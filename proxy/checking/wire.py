"""Requests as they are on the wire, well-formed or not, and what comes back."""

import gzip
import json
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

# The one address of this machine that the proxy is told is no private one.
STRANGER = "127.0.0.66"
NEIGHBOUR = "127.0.0.1"

PATIENCE = 30.0


@dataclass(frozen=True)
class Answer:
    """Status, headers as they came, and body without its transfer coding."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float = field(compare=False)

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str | None:
        """The value of a header that may come once at most."""
        values = self.all(name)
        if len(values) > 1:
            raise ValueError(f"{name} came {len(values)} times: {values}")
        return values[0] if values else None

    def json(self) -> Any:
        """The body, decompressed."""
        return json.loads(
            gzip.decompress(self.body) if self.header("Content-Encoding") == "gzip" else self.body
        )


class Connection:
    """A connection to the proxy from an address of our choice."""

    def __init__(
        self, port: int, source: str = NEIGHBOUR, tls: ssl.SSLContext | None = None
    ) -> None:
        self._socket = socket.create_connection(
            ("127.0.0.1", port), timeout=PATIENCE, source_address=(source, 0)
        )
        if tls:
            self._socket = tls.wrap_socket(self._socket, server_hostname="localhost")
        self._reader = self._socket.makefile("rb")

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()
        self._socket.close()

    def send(self, data: bytes) -> None:
        """Sends bytes; an end of the connection is noticed when the answer is read."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(data)

    def receive(self, method: str = "GET") -> Answer | None:
        """The next answer, or nothing if the connection ended before it."""
        start = time.monotonic()
        try:
            line = self._reader.readline()
        except ConnectionResetError:
            return None
        if not line:
            return None
        status = int(line.split()[1])
        headers: list[tuple[str, str]] = []
        while (line := self._reader.readline().rstrip(b"\r\n")) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        bare = Answer(status, headers, b"", 0)
        body = b"" if method == "HEAD" or status in (204, 304) else self._body(bare)
        return Answer(status, headers, body, time.monotonic() - start)

    def _body(self, answer: Answer) -> bytes:
        if answer.header("Transfer-Encoding") == "chunked":
            return b"".join(self._chunks())
        length = answer.header("Content-Length")
        return self._reader.read() if length is None else self._reader.read(int(length))

    def _chunks(self) -> Iterable[bytes]:
        while size := int(self._reader.readline() or b"0", 16):
            yield self._reader.read(size)
            self._reader.readline()
        self._reader.readline()


def request(
    method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> bytes:
    """A request's bytes; the path goes out as it is."""
    fields = {"Host": "localhost", **(headers or {})}
    if body is not None and "Transfer-Encoding" not in fields:
        fields.setdefault("Content-Length", str(len(body)))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def ask(
    port: int,
    method: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    source: str = NEIGHBOUR,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """One request on a connection of its own."""
    return send(port, request(method, path, headers, body), method, source, tls)


def send(
    port: int,
    data: bytes,
    method: str = "GET",
    source: str = NEIGHBOUR,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Any bytes, and their answer."""
    with Connection(port, source, tls) as connection:
        connection.send(data)
        answer = connection.receive(method)
        if answer is None:
            raise ConnectionError("the connection ended without an answer")
        return answer


def as_json(value: object) -> tuple[dict[str, str], bytes]:
    """Headers and body of a JSON request."""
    return {"Content-Type": "application/json"}, json.dumps(value).encode()
