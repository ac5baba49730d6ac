"""What the service is told."""

import json
import re

from ..stage import Stage, expect, rule
from ..standins import StandIn
from ..wire import as_json, ask


@rule("X-Request-ID is passed on when the service would take it, else made, and it is logged")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        for good in ("a", "Ab3._-" + "x" * 122):
            ask(proxy.port, "GET", "/health", {"X-Request-ID": good})
            expect(instance.received[-1].all("X-Request-ID") == [good], f"{good} was not passed on")
            proxy.access_log(good)
        for bad in ("", "x" * 129, "a b", 'a"b', "ä", "a,b", "{}"):
            ask(proxy.port, "GET", "/health", {"X-Request-ID": bad})
            got = instance.received[-1].all("X-Request-ID")
            made = len(got) == 1 and re.fullmatch("[0-9a-f]{32}", got[0])
            expect(bool(made), f"instead of '{bad}' the service got {got}")
            proxy.access_log(got[0])
    for path in ("/health", "/users/1", "/urls?page=1"):
        answer = ask(stage.port, "GET", path, {"X-Request-ID": "mine"})
        expect(answer.all("X-Request-ID") == ["mine"], f"{path}: {answer.all('X-Request-ID')}")


@rule("X-Forwarded-* say what the proxy saw, never what a client claims")
def _(stage: Stage) -> None:
    names = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port")
    claims = {name: "evil" for name in (*names, "X-Real-IP", "Forwarded", "x-forwarded-for")}
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        for path in ("/health", "/abcdef", "/urls", "/logs"):
            ask(proxy.port, "GET", path, {"Host": "sho.rt:8000", **claims})
            got = [instance.received[-1].all(name) for name in names]
            expected = [["127.0.0.1"], ["http"], ["sho.rt:8000"], ["8000"]]
            expect(got == expected, f"{path}: {dict(zip(names, got, strict=True))}")
            expect(instance.received[-1].all("Forwarded") == [], f"{path} with Forwarded")
            expect(instance.received[-1].all("Host") == ["sho.rt:8000"], f"{path} for another host")
        ask(proxy.port, "POST", "/users/bulk", {"Host": "sho.rt", **claims}, b"")
        expect(instance.received[-1].all("X-Forwarded-Port") == ["80"], "the usual port is not 80")
        expect(instance.received[-1].all("X-Real-IP") == ["127.0.0.1"], "X-Real-IP is believed")


@rule("short_url is what the client can reach")
def _(stage: Stage) -> None:
    claims = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for host in ("sho.rt", "sho.rt:8000", "[::1]:8000"):
        headers, body = as_json({"url": "https://example.org"})
        answer = ask(stage.port, "POST", "/shorten", {**headers, **claims, "Host": host}, body)
        short = json.loads(answer.body)["short_url"]
        expect(short.startswith(f"http://{host}/"), f"asked as {host} it is {short}")
    headers, body = as_json({"url": "https://example.org"})
    answer = ask(stage.proxy.tls_port, "POST", "/shorten", headers, body, tls=stage.tls)
    short = json.loads(answer.body)["short_url"]
    expect(short.startswith("https://localhost/"), f"over TLS it is {short}")


@rule("connections to the service are kept and used again")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        for _ in range(40):
            ask(proxy.port, "GET", "/abcdef")
        expect(len(instance.received) == 40, "not everything arrived")
        expect(instance.connections <= 2, f"40 requests took {instance.connections} connections")
