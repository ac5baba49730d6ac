"""Instances that are dead, hang, or die over a request."""

import time
from concurrent.futures import ThreadPoolExecutor

from ..stage import Stage, expect, expect_error, rule
from ..standins import Closing, Hesitating, Refusing, StandIn, Unreachable
from ..wire import Answer, ask

JSON = {"Content-Type": "application/json"}


@rule("a visit that found its instance dead goes to the other, and clicks once")
def _(stage: Stage) -> None:
    with StandIn() as good, StandIn() as dead, stage.in_front_of(dead.port, good.port) as proxy:
        dead.__exit__()
        for _ in range(20):
            answer = ask(proxy.port, "GET", "/abcdef")
            expect(answer.status == 200, f"a visit was answered {answer.status}")
        expect(len(good.received) == 20, f"{len(good.received)} arrived for 20")


@rule("what a client sends takes no instance out of turn: too much, or a body with a GET")
def _(stage: Stage) -> None:
    much = b"x" * 9_000_000
    with Refusing() as one, Refusing() as other:
        with stage.in_front_of(one.port, other.port) as proxy:
            chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(much), much)
            for path in ("/shorten", "/zzzzzz", "/users/bulk", "/urls/1"):
                for _ in range(3):
                    ask(proxy.port, "POST", path, JSON, much)
                    ask(proxy.port, "DELETE", path, JSON, much)
                ask(proxy.port, "POST", path, {"Transfer-Encoding": "chunked"}, chunked)
            for instance in (one, other):
                instance.received.clear()
            for path in ("/abcdef", "/urls", "/users/1", "/x", "/logs") * 4:
                answer = ask(proxy.port, "GET", path, {}, much)
                expect(answer.status == 200, f"GET {path} was answered {answer.status}")
            for instance in (one, other):
                expect(len(instance.received) > 1, "an instance gets nothing any more")
                bodies = {len(received.body) for received in instance.received}
                expect(bodies == {0}, f"bodies of {bodies} bytes arrived")


@rule("an instance that is back gets visits again after 5 seconds")
def _(stage: Stage) -> None:
    with StandIn() as good, StandIn() as dead, stage.in_front_of(dead.port, good.port) as proxy:
        dead.__exit__()
        for _ in range(2):
            ask(proxy.port, "GET", "/abcdef")
        with StandIn(port=dead.port) as back:
            end = time.monotonic() + 7
            while not back.received and time.monotonic() < end:
                answer = ask(proxy.port, "GET", "/abcdef")
                expect(answer.status == 200, f"a visit was answered {answer.status}")
                time.sleep(0.05)
            expect(bool(back.received), "7 seconds later it had none")


@rule("a body goes with its request to the other instance when the first is dead")
def _(stage: Stage) -> None:
    body = bytes(range(256)) * 4096
    for method, path in (("POST", "/shorten"), ("PUT", "/urls/1"), ("POST", "/users/bulk")):
        for dead_first in (True, False):
            with StandIn() as good, StandIn() as dead:
                ports = (dead.port, good.port) if dead_first else (good.port, dead.port)
                with stage.in_front_of(*ports) as proxy:
                    dead.__exit__()
                    for _ in range(2):
                        answer = ask(proxy.port, method, path, JSON, body)
                        expect(answer.status == 200, f"{method} {path}: {answer.status}")
                    got = [received.body == body for received in good.received]
                    expect(got == [True, True], f"{method} {path} arrived as {got}")


@rule("an instance that cannot be connected costs a visit 3 seconds, then it goes to the other")
def _(stage: Stage) -> None:
    with Unreachable() as lost, StandIn() as good:
        with stage.in_front_of(lost.port, good.port) as proxy:
            start = time.monotonic()
            statuses = [ask(proxy.port, "GET", "/abcdef").status for _ in range(6)]
            took = time.monotonic() - start
            expect(statuses == [200] * 6, f"they were answered {statuses}")
            expect(len(good.received) == 6, f"{len(good.received)} arrived for 6")
            expect(2.5 < took < 4.5, f"it took {took:.1f} seconds")


@rule("all instances dead: 502 JSON, at once, whatever the method")
def _(stage: Stage) -> None:
    with StandIn() as one, StandIn() as other, StandIn() as third:
        with stage.in_front_of(one.port, other.port, third.port) as proxy:
            for instance in (one, other, third):
                instance.__exit__()
            start = time.monotonic()
            for method, path in (
                ("GET", "/abcdef"),
                ("GET", "/urls"),
                ("GET", "/users/1"),
                ("GET", "/health"),
                ("POST", "/shorten"),
                ("DELETE", "/urls/1"),
                ("POST", "/users/bulk"),
                ("GET", "/logs"),
                ("GET", "/chaos"),
            ):
                body = b"{}" if method == "POST" else None
                expect_error(ask(proxy.port, method, path, JSON, body), 502, f"{method} {path}")
            expect(time.monotonic() - start < 3, "it was not at once")


@rule("what was sent is not sent again: visits, HEAD, POST, PUT, PATCH, DELETE get 502 JSON")
def _(stage: Stage) -> None:
    for method, path in (
        ("GET", "/abcdef"),
        ("HEAD", "/abcdef"),
        ("GET", "/%61bcdef"),
        ("GET", "//abcdef"),
        ("GET", "/urls/../abcdef"),
        ("GET", "/unknown/path"),
        ("POST", "/shorten"),
        ("POST", "/urls"),
        ("PUT", "/urls/1"),
        ("PATCH", "/urls/1"),
        ("DELETE", "/urls/1"),
        ("DELETE", "/events/1"),
        ("POST", "/users/bulk"),
        ("GET", "/chaos"),
    ):
        with Closing() as one, Closing() as other:
            with stage.in_front_of(one.port, other.port) as proxy:
                body = b"{}" if method in ("POST", "PUT", "PATCH") else None
                answer = ask(proxy.port, method, path, JSON, body)
                expect(answer.status == 502, f"{method} {path} was answered {answer.status}")
                if method != "HEAD":
                    expect_error(answer, 502, f"{method} {path}")
                sent = len(one.received) + len(other.received)
                expect(sent == 1, f"{method} {path} was sent {sent} times")


@rule("other reads go to the next instance when the first dies over them")
def _(stage: Stage) -> None:
    for path in ("/urls", "/urls?page=1", "/users/1", "/events/7", "/health", "/logs"):
        with Closing() as dying, StandIn() as good:
            with stage.in_front_of(dying.port, good.port) as proxy:
                statuses = {ask(proxy.port, "GET", path).status for _ in range(2)}
                expect(statuses == {200}, f"{path} was answered {statuses}")
                expect(len(dying.received) == 1, f"{path} was sent {len(dying.received)} times")


@rule("what hangs: 504 JSON after 5 seconds, sent once; imports, whole lists and cascades may")
def _(stage: Stage) -> None:
    def expect_patience(method: str, path: str, halfway: bool) -> None:
        with Hesitating(6, halfway=halfway) as slow, stage.in_front_of(slow.port) as proxy:
            answer = ask(proxy.port, method, path, JSON, b"{}" if method == "POST" else None)
            expect(answer.status == 200, f"{method} {path} was answered {answer.status}")
            expect(len(answer.json() or ()) == 1, f"{method} {path} is not whole")

    def expect_impatience(method: str, path: str) -> None:
        with Hesitating(7) as one, Hesitating(7) as other:
            with stage.in_front_of(one.port, other.port) as proxy:
                answer = ask(proxy.port, method, path, JSON, b"{}" if method == "POST" else None)
                expect_error(answer, 504, f"{method} {path}")
                sent = len(one.received) + len(other.received)
                expect(sent == 1, f"{method} {path} was sent {sent} times")
                expect(4.5 < answer.seconds < 6.5, f"it took {answer.seconds:.1f} seconds")

    with ThreadPoolExecutor(8) as pool:
        checks = [
            pool.submit(expect_patience, *case)
            for case in (
                ("POST", "/users/bulk", False),
                ("GET", "/urls", True),
                ("GET", "/events?url_id=1", False),
                ("DELETE", "/users/1", False),
                ("DELETE", "/urls/1", False),
            )
        ]
        checks += [
            pool.submit(expect_impatience, *case)
            for case in (("GET", "/abcdef"), ("POST", "/shorten"), ("PUT", "/urls/1"))
        ]
        for check in checks:
            check.result()


@rule("an instance that hangs gets one visit every 5 seconds, the others go on")
def _(stage: Stage) -> None:
    with Hesitating(20) as hanging, StandIn() as good:
        with stage.in_front_of(hanging.port, good.port) as proxy:
            first: Answer | None = None
            with ThreadPoolExecutor(1) as pool:
                slow = pool.submit(ask, proxy.port, "GET", "/abcdef")
                time.sleep(0.3)
                quick = [ask(proxy.port, "GET", "/abcdef") for _ in range(50)]
                first = slow.result()
            later = [ask(proxy.port, "GET", "/abcdef") for _ in range(50)]
            hung = [answer for answer in (first, *quick, *later) if answer.status != 200]
            expect(len(hung) <= 1, f"{len(hung)} of 101 visits hung")
            expect(len(hanging.received) == 1, f"{len(hanging.received)} visits reached it")
