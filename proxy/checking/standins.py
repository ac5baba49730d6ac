"""Stand-ins for instances of the service that do what a good one never does."""

import json
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from .ports import take_port


@dataclass(frozen=True)
class Received:
    """A request as an instance got it."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


class StandIn:
    """Listens like an instance and remembers what it is asked; subclasses answer."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.received: list[Received] = []
        self.connections = 0
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            """One connection."""

            def handle(self) -> None:
                outer.connections += 1
                try:
                    while (got := _read(self, outer.begin)) and outer.answer(self, got):
                        pass
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            """Its threads end with the check."""

            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 1024

        self._server = Server((address, port or take_port()), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def begin(self, client: socketserver.StreamRequestHandler, length: int) -> bool:
        """Whether it reads a body of this length."""
        return True

    def answer(self, client: socketserver.StreamRequestHandler, got: Received) -> bool:
        """Answers one request; whether the connection goes on."""
        self.received.append(got)
        client.wfile.write(response(200, self.body(got)))
        return got.all("Connection") != ["close"]

    def body(self, got: Received) -> bytes:
        """What it says when it says something."""
        return json.dumps({"path": got.path}).encode()


class Closing(StandIn):
    """Takes a request and ends the connection: it died while it worked."""

    def answer(self, client: socketserver.StreamRequestHandler, got: Received) -> bool:
        self.received.append(got)
        return False


class Refusing(StandIn):
    """Ends the connection while a large body arrives; the service's refusal can be lost so."""

    def begin(self, client: socketserver.StreamRequestHandler, length: int) -> bool:
        if length < 1 << 20:
            return True
        client.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.request.close()
        return False


class Hesitating(StandIn):
    """Waits before it answers, or between the halves of its answer."""

    def __init__(self, seconds: float, *, halfway: bool = False) -> None:
        super().__init__()
        self._seconds, self._halfway = seconds, halfway

    def answer(self, client: socketserver.StreamRequestHandler, got: Received) -> bool:
        self.received.append(got)
        whole = response(200, self.body(got))
        half = len(whole) - 5 if self._halfway else 0
        client.wfile.write(whole[:half])
        client.wfile.flush()
        time.sleep(self._seconds)
        client.wfile.write(whole[half:])
        return True


class Talkative(StandIn):
    """Answers much, and never compressed."""

    def body(self, got: Received) -> bytes:
        return json.dumps([got.path] * 500).encode()


class Unreachable:
    """An address that takes no connection and refuses none: its queue is full."""

    def __init__(self) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._waiting = [socket.socket() for _ in range(4)]
        for waiting in self._waiting:
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", self.port))

    def __enter__(self) -> "Unreachable":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for waiting in self._waiting:
            waiting.close()
        self._listener.close()


class Names:
    """A DNS server that knows one name."""

    def __init__(self, name: str, addresses: list[str]) -> None:
        self.addresses = addresses
        self._name = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            """One question."""

            def handle(self) -> None:
                question, answerer = self.request
                answerer.sendto(outer.reply(question), self.client_address)

        self._server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Names":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, question: bytes) -> bytes:
        """All addresses to a question for the name's IPv4 addresses; else that there is none."""
        end = question.index(b"\0", 12) + 5
        known = question[12 : end - 5] == self._name and question[end - 4 : end - 2] == b"\0\1"
        addresses = self.addresses if known else []
        # Recursion available; no error, or no such name.
        flags = b"\x81\x80" if addresses else b"\x81\x83"
        counts = b"\0\1" + len(addresses).to_bytes(2, "big") + b"\0\0\0\0"
        records = (
            b"\xc0\x0c\0\1\0\1" + (600).to_bytes(4, "big") + b"\0\4" + socket.inet_aton(address)
            for address in addresses
        )
        return question[:2] + flags + counts + question[12:end] + b"".join(records)


def response(status: int, body: bytes) -> bytes:
    """An answer's bytes."""
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _read(
    client: socketserver.StreamRequestHandler,
    begin: Callable[[socketserver.StreamRequestHandler, int], bool],
) -> Received | None:
    line = client.rfile.readline().decode("latin-1").split()
    if len(line) < 2:
        return None
    headers: list[tuple[str, str]] = []
    while (text := client.rfile.readline().decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = text.partition(":")
        headers.append((name, value.strip()))
    fields = {name.lower(): value for name, value in headers}
    if not begin(client, int(fields.get("content-length", 0))):
        return None
    if fields.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(client.rfile.readline() or b"0", 16):
            body += client.rfile.read(size)
            client.rfile.readline()
        client.rfile.readline()
    else:
        body = client.rfile.read(int(fields.get("content-length", 0)))
    return Received(line[0], line[1], headers, body)
