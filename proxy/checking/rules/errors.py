"""Errors of the proxy's own."""

import time

from ..stage import Stage, expect, expect_error, rule
from ..standins import StandIn
from ..wire import Connection, ask, request, send

JSON = {"Content-Type": "application/json"}
MB = 1 << 20
# A form of the service's import, as bytes before and after the CSV.
FORM = (
    b'--line\r\nContent-Disposition: form-data; name="file"; filename="users.csv"\r\n\r\n',
    b"\r\n--line--\r\n",
)


@rule("a request that is none, or is for no host: 400 JSON")
def _(stage: Stage) -> None:
    for data in (
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
        b"GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /x HTTP/1.1\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n",
        b"GET /x%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /../x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /shorten HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ):
        expect_error(send(stage.port, data), 400, repr(data))
    tls_port = stage.proxy.tls_port
    expect_error(send(tls_port, request("GET", "/health")), 400, "plain HTTP on the port for TLS")


@rule("a target that is too long: 414 JSON; headers that are: 431 JSON, as from the service")
def _(stage: Stage) -> None:
    expect_error(ask(stage.port, "GET", "/" + "x" * 9000), 414, "a long target")
    expect_error(ask(stage.port, "GET", "/health", {"X": "x" * 9000}), 431, "a long header")
    many = {f"X{i}": "x" * 1000 for i in range(40)}
    expect_error(ask(stage.port, "GET", "/health", many), 431, "many headers")
    answer = ask(stage.port, "GET", "/health", {"X": "x" * 8150})
    expect(answer.status == 431, f"the service answers {answer.status}")


@rule("a body of more than 10 MB: 413 JSON, also without Content-Length; 100 MB on imports")
def _(stage: Stage) -> None:
    limits = {"/shorten": 10, "/urls/1": 10, "/users/bulk": 100, "/urls/bulk": 100}
    for path, limit in ((path, megabytes * MB) for path, megabytes in limits.items()):
        headers = {**JSON, "Content-Length": str(limit + 1)}
        answer = send(stage.port, request("POST", path, headers))
        expect_error(answer, 413, f"{path} over its limit")
    chunks = b"100000\r\n" + b"x" * MB + b"\r\n"
    headers = {**JSON, "Transfer-Encoding": "chunked"}
    expect_error(ask(stage.port, "POST", "/shorten", headers, chunks * 11), 413, "chunks of 11 MB")
    answers = [ask(stage.port, "POST", "/shorten", JSON, b"x" * (10 * MB)) for _ in range(5)]
    for answer in answers:
        expect(answer.status == 413, f"the service answers {answer.status} to 10 MB")
        expect(answer.json() is not None, "the service's 413 is lost")


@rule("an import of 50 MB goes through to the service, as it comes")
def _(stage: Stage) -> None:
    row = b"name%d,name%d@example.org," + b"x" * 50_000 + b"\n"
    csv = b"username,email,note\n" + b"".join(row % (i, i) for i in range(1000))
    headers = {"Content-Type": "multipart/form-data; boundary=line"}
    answer = ask(stage.port, "POST", "/users/bulk", headers, csv.join(FORM))
    expect(answer.status == 201, f"it was answered {answer.status} {answer.body[:200]!r}")
    expect(answer.json()["imported"] == 1000, f"{answer.body[:200]!r}")
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port) as connection:
            connection.send(request("POST", "/users/bulk", {"Content-Length": str(2 * MB)}))
            connection.send(b"x" * MB)
            time.sleep(1)
            expect(instance.connections == 1, "half an import has not begun to arrive")
            connection.send(b"x" * MB)
            whole = connection.receive()
            expect(whole is not None and whole.status == 200, "the other half did not arrive")


@rule("a method or a coding that HTTP does not have here: 405 or 501 JSON")
def _(stage: Stage) -> None:
    answer = ask(stage.port, "TRACE", "/health")
    expect_error(answer, 405, "TRACE")
    expect(bool(answer.header("Allow")), "405 without Allow")
    headers = {**JSON, "Transfer-Encoding": "gzip"}
    expect_error(ask(stage.port, "POST", "/shorten", headers, b""), 501, "an unknown coding")
    expect_error(send(stage.port, b"GET / HTTP/3.1\r\nHost: a\r\n\r\n"), 505, "HTTP/3.1")


@rule("a failure of the proxy itself: 500 JSON")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        (proxy.directory / "tmp" / "client_body").chmod(0)
        (proxy.directory / "tmp" / "client_body").rename(proxy.directory / "gone")
        answer = ask(proxy.port, "POST", "/shorten", JSON, b"x" * MB)
        expect_error(answer, 500, "a body that cannot be kept")


@rule("an error answers HEAD without a body")
def _(stage: Stage) -> None:
    with Connection(stage.port) as connection:
        connection.send(request("HEAD", "/metrics") + request("GET", "/health"))
        head, following = connection.receive("HEAD"), connection.receive()
        expect(head is not None and head.status == 403, "HEAD /metrics is not 403")
        expect(following is not None and following.status == 200, "it had a body")
