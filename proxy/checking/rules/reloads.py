"""Reloads, and instances that come and go."""

import time
from concurrent.futures import ThreadPoolExecutor

from ..nginx import Proxy
from ..stage import Stage, expect, expect_error, rule
from ..standins import Names, StandIn
from ..wire import Connection, ask, request


@rule("a reload ends no request, and no connection before its answer")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        answered = asked = 0
        end = time.monotonic() + 3
        with ThreadPoolExecutor(1) as pool:
            reloads = pool.submit(_reload_often, proxy)
            while time.monotonic() < end or not reloads.done():
                asked += 1
                answered += ask(proxy.port, "GET", "/abcdef").status == 200
            reloads.result()
        expect(answered == asked == len(instance.received), f"{answered} of {asked} were answered")


def _reload_often(proxy: Proxy) -> None:
    for _ in range(5):
        time.sleep(0.4)
        proxy.reload()


@rule("a connection that has not asked yet outlives a reload")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port) as connection:
            proxy.await_end(proxy.reload())
            connection.send(request("GET", "/abcdef"))
            answer = connection.receive()
            expect(answer is not None and answer.status == 200, "it ended with the reload")


@rule("a connection that is kept outlives a reload by 5 seconds", needs_recent=True)
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port) as connection:
            connection.send(request("GET", "/abcdef"))
            expect(connection.receive() is not None, "no answer before the reload")
            proxy.reload()
            time.sleep(1)
            connection.send(request("GET", "/abcdef"))
            answer = connection.receive()
            expect(answer is not None and answer.status == 200, "it ended with the reload")
            expect(answer is not None and answer.header("Connection") == "close", "it goes on")


@rule("route-to takes an instance out with a reload, and --all lets it in again")
def _(stage: Stage) -> None:
    with StandIn() as one, StandIn() as other, stage.in_front_of(one.port, other.port) as proxy:

        def reached() -> list[int]:
            for instance in (one, other):
                instance.received.clear()
            for path in ("/abcdef", "/urls", "/users/bulk", "/logs") * 5:
                answer = ask(proxy.port, "GET", path)
                expect(answer.status == 200, f"{path} was answered {answer.status}")
            return [len(one.received), len(other.received)]

        expect(min(reached()) > 0, "at first one instance gets nothing")
        proxy.route_to(f"127.0.0.1:{other.port}:{other.port}")
        proxy.await_end(proxy.reload())
        expect(reached() == [0, 20], f"taken out, the first got {reached()[0]}")
        proxy.route_to("--all")
        proxy.await_end(proxy.reload())
        expect(min(reached()) > 0, "let in again, one instance gets nothing")


@rule("replicas are found within 7 seconds when they come and go in DNS", needs_recent=True)
def _(stage: Stage) -> None:
    with StandIn("127.0.0.2") as one, StandIn("127.0.0.3", one.port) as other:
        with Names("app", []) as names:
            configuration = stage.configuration()
            configuration.discover(names.port, one.port)
            with Proxy(stage.nginx, configuration) as proxy:
                expect_error(ask(proxy.port, "GET", "/abcdef"), 502, "a visit without instances")
                for addresses in (["127.0.0.2"], ["127.0.0.2", "127.0.0.3"], ["127.0.0.3"]):
                    names.addresses = addresses
                    _await_instances(proxy, addresses, {"127.0.0.2": one, "127.0.0.3": other})
                proxy.await_end(proxy.reload())
                answer = ask(proxy.port, "GET", "/abcdef")
                expect(answer.status == 200, f"after a reload it was answered {answer.status}")


def _await_instances(proxy: Proxy, addresses: list[str], instances: dict[str, StandIn]) -> None:
    end = time.monotonic() + 7
    reached: set[str] = set()
    while reached != set(addresses) and time.monotonic() < end:
        for instance in instances.values():
            instance.received.clear()
        for _ in range(6):
            ask(proxy.port, "GET", "/abcdef")
        reached = {address for address, instance in instances.items() if instance.received}
        time.sleep(0.1)
    expect(reached == set(addresses), f"with {addresses} in DNS visits reach {sorted(reached)}")


@rule("behind a load balancer that switches/real-ip.conf names, the client is who it says")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        believed = "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;"
        (proxy.directory / "switches" / "real-ip.conf").write_text(believed)
        proxy.await_end(proxy.reload())
        claims = {"X-Forwarded-For": "203.0.113.9"}
        expect_error(ask(proxy.port, "GET", "/logs", claims), 403, "a stranger behind it")
        ask(proxy.port, "GET", "/health", claims)
        got = instance.received[-1].all("X-Forwarded-For")
        expect(got == ["203.0.113.9"], f"the service got {got}")
