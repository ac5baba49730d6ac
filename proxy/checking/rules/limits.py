"""How much, and when nothing, may be written."""

import time

from ..nginx import Proxy
from ..stage import Stage, expect, expect_error, rule
from ..standins import StandIn
from ..wire import STRANGER, Connection, as_json, ask, request

WRITES = ("POST", "PUT", "PATCH", "DELETE")
JSON = {"Content-Type": "application/json"}


@rule("a stranger writes 50 times at once, then 10 times a second: 429 JSON with Retry-After")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port, STRANGER) as connection:
            paths = ["/users/bulk" if i % 4 == 0 else "/urls/1" for i in range(120)]
            writes = [request(WRITES[i % 4], path, JSON, b"{}") for i, path in enumerate(paths)]
            start = time.monotonic()
            connection.send(b"".join(writes))
            answers = [connection.receive() for _ in writes]
        passed = sum(answer is not None and answer.status == 200 for answer in answers)
        most = 55 + 10 * (time.monotonic() - start)
        expect(50 <= passed <= most, f"{passed} of 120 passed, at most {most:.0f} should")
        for answer in answers:
            if answer and answer.status != 200:
                expect_error(answer, 429, "one too many")
                expect(answer.header("Retry-After") == "1", "429 without Retry-After")
        imports = {answer.status for answer in answers[::4] if answer}
        expect(429 in imports, f"imports were answered {imports}")
        for path in ("/abcdef", "/urls", "/health") * 40:
            read = ask(proxy.port, "GET", path, source=STRANGER)
            expect(read.status == 200, f"reading {path} was answered {read.status}")
        other = ask(proxy.port, "POST", "/shorten", JSON, b"{}")
        expect(other.status == 200, f"another address was answered {other.status}")
        time.sleep(1.2)
        again = ask(proxy.port, "POST", "/shorten", JSON, b"{}", source=STRANGER)
        expect(again.status == 200, f"a second later it was answered {again.status}")


@rule("a private address writes 400 times at once; it has a limit as well")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port) as connection:
            statuses = _pipeline(connection, 400)
            expect(statuses == {200}, f"400 writes were answered {statuses}")
    with StandIn() as instance:
        configuration = stage.configuration([instance.port])
        # So slow that a slow machine meets it.
        configuration.replace("nginx.conf", "rate=500r/s", "rate=1r/s")
        with Proxy(stage.nginx, configuration) as proxy, Connection(proxy.port) as connection:
            statuses = _pipeline(connection, 700)
            expect(429 in statuses, "700 writes at 1 a second were not limited")


def _pipeline(connection: Connection, number: int) -> set[int]:
    """Statuses of writes on one connection, in portions that no buffer is too small for."""
    statuses = set()
    for _ in range(number // 50):
        connection.send(request("POST", "/shorten", JSON, b"{}") * 50)
        for _ in range(50):
            answer = connection.receive()
            statuses.add(answer.status if answer else 0)
    return statuses


@rule("read-only: a file refuses writes with 503 JSON and Retry-After, at once, and nothing else")
def _(stage: Stage) -> None:
    code = stage.shorten("https://example.org/read-only")
    user = as_json({"username": "reader", "email": "reader@example.org"})
    stage.proxy.read_only.touch()
    try:
        for method in WRITES:
            for path in ("/shorten", "/urls/1", "/users/bulk", "/metrics", "/nothing", f"/{code}"):
                answer = ask(stage.port, method, path, JSON, b"{}")
                expect_error(answer, 503, f"{method} {path}")
                expect(bool(answer.header("Retry-After")), "503 without Retry-After")
                expect("ead-only" in str(answer.json()), f"it says {answer.body!r}")
        visit = ask(stage.port, "GET", f"/{code}")
        expect(visit.status == 302, f"a visit was answered {visit.status}")
        expect(stage.clicks(code) == 1, "the visit did not click")
        for path in ("/users/1", "/urls?page=1", "/events?page=1", "/health", "/logs"):
            answer = ask(stage.port, "GET", path)
            expect(answer.status == 200, f"{path} was answered {answer.status}")
    finally:
        stage.proxy.read_only.unlink()
    answer = ask(stage.port, "POST", "/users", *user)
    expect(answer.status == 201, f"switched off, a creation was answered {answer.status}")
