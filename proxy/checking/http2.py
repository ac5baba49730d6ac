"""Just enough of HTTP/2 to ask for something."""

import socket
import ssl
from pathlib import Path
from typing import BinaryIO

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, END_HEADERS = 1, 4

# HPACK's indexes of `:method: GET`, `:scheme: https` and `:status: 200`, and of two names.
GET, HTTPS, OK = b"\x82", b"\x87", 0x88
AUTHORITY, PATH = b"\x01", b"\x04"


def get(port: int, certificate: Path, path: str) -> bytes | None:
    """The body of a 200, or nothing if the server speaks no HTTP/2 or answers otherwise."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.set_alpn_protocols(["h2"])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as connection:
            if connection.selected_alpn_protocol() != "h2":
                return None
            fields = GET + HTTPS + _field(AUTHORITY, "localhost") + _field(PATH, path)
            settings = _frame(SETTINGS, 0, 0, b"")
            request = _frame(HEADERS, END_STREAM | END_HEADERS, 1, fields)
            connection.sendall(PREFACE + settings + request)
            with connection.makefile("rb") as reader:
                return _answer(reader)


def _answer(reader: BinaryIO) -> bytes | None:
    body = b""
    while len(head := reader.read(9)) == 9:
        length, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
        payload = reader.read(length)
        if kind == HEADERS and payload[0] != OK:
            return None
        if kind == DATA:
            body += payload
        if kind in (DATA, HEADERS) and flags & END_STREAM:
            return body
    return None


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    length = len(payload).to_bytes(3, "big")
    return length + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def _field(name: bytes, value: str) -> bytes:
    return name + bytes([len(value)]) + value.encode()
