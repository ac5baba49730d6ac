"""Which path leads where."""

import re

from ..nginx import test
from ..stage import Stage, expect, expect_error, rule
from ..standins import StandIn
from ..wire import STRANGER, ask

JSON = {"Content-Type": "application/json"}


@rule("nginx -t accepts the configuration, without a warning")
def _(stage: Stage) -> None:
    said = test(stage.nginx, stage.configuration([8080]))
    expect(said == "", said)


@rule("nginx -t accepts upstream.conf as docker compose has it", needs_recent=True)
def _(stage: Stage) -> None:
    said = test(stage.nginx, stage.configuration())
    expect(said == "", said)


@rule("/health comes from the service")
def _(stage: Stage) -> None:
    answer = ask(stage.port, "GET", "/health")
    expect(answer.status == 200, f"it was answered {answer.status}")
    expect(answer.json() == {"status": "ok"}, f"it was answered {answer.body!r}")


@rule("a visit is redirected to the very URL, and clicks once")
def _(stage: Stage) -> None:
    url = "http://app/path?a=%2F..//&b=" + "x" * 1500
    code = stage.shorten(url)
    answer = ask(stage.port, "GET", f"/{code}")
    expect(answer.status == 302, f"it was answered {answer.status}")
    expect(answer.header("Location") == url, f"it leads to {answer.header('Location')}")
    expect(stage.clicks(code) == 1, f"it clicked {stage.clicks(code)} times")
    head = ask(stage.port, "HEAD", f"/{code}")
    expect(head.status == 302 and stage.clicks(code) == 1, "HEAD does not only look")


@rule("the longest Location passes: 2,048 characters of four bytes")
def _(stage: Stage) -> None:
    url = "https://example.org/" + "\N{GRINNING FACE}" * 2028
    answer = ask(stage.port, "GET", f"/{stage.shorten(url)}")
    expect(answer.status == 302, f"it was answered {answer.status}")
    expect(len(answer.header("Location") or "") == 20 + 2028 * 12, "it is not whole")


@rule("a path goes to the service as it was sent, with its query")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        paths = ["/users/1%2F2?a=%20b", "//x/../y", "/a;b=c", "/urls?page=1", "/%61bcdef"]
        for path in paths:
            ask(proxy.port, "GET", path)
        got = [received.path for received in instance.received]
        expect(got == paths, f"{paths} arrived as {got}")


@rule("/metrics is 403, however it is written, and its numbers are nowhere")
def _(stage: Stage) -> None:
    for path in ("/metrics", "//metrics", "/%6detrics", "/logs/..%2fmetrics", "/metrics?x=1"):
        expect_error(ask(stage.port, "GET", path), 403, path)
    expect_error(ask(stage.port, "POST", "/metrics", JSON, b"{}"), 403, "POST /metrics")
    for path in (
        "/metrics/",
        "/Metrics",
        "/metrics;x",
        "/metrics%2F",
        "/metrics%00",
        "/metrics%0a",
    ):
        answer = ask(stage.port, "GET", path)
        expect(answer.status in (400, 403, 404), f"{path} was answered {answer.status}")
        expect(answer.header("Content-Type") == "application/json", f"{path} is no JSON")
        expect(b"http_server_requests" not in answer.body, f"{path} shows metrics")


@rule("what else the operators' port has does not exist outside")
def _(stage: Stage) -> None:
    for path in (
        "/healthcheck",
        "/threads",
        "/ping",
        "/pprof",
        "/tasks/gc",
        "/tasks/log-level",
        "/logs/../threads",
        "/logs/..%2fthreads",
        "/chaos/../healthcheck",
        "/logs;/../threads",
        "/logs%3b/threads",
        "//healthcheck",
    ):
        for method in ("GET", "POST"):
            answer = ask(stage.port, method, path, {"Content-Length": "0"})
            expect(answer.status in (400, 404), f"{method} {path} was answered {answer.status}")
            expect("error" in answer.json(), f"{method} {path}: {answer.body[:80]!r}")


@rule("the operators' port is asked for /logs and /chaos by these names alone")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        for path, name in (
            ("//logs", "/logs"),
            ("/%6cogs?limit=%31", "/logs?limit=%31"),
            ("/metrics;x/../logs", "/logs"),
            ("/threads/%2e%2e/logs", "/logs"),
            ("/tasks/..//chaos?x=1", "/chaos"),
        ):
            ask(proxy.port, "GET", path)
            got = instance.received[-1].path
            expect(got == name, f"{path} arrived as {got}")


@rule("/logs is for private addresses; a stranger gets 403, whatever it claims")
def _(stage: Stage) -> None:
    answer = ask(stage.port, "GET", "/logs?limit=2")
    expect(answer.status == 200, f"a neighbour was answered {answer.status}")
    body = answer.json()
    expect(isinstance(body, dict) and body["count"] == 2, f"limit=2 gave {answer.body[:80]!r}")
    claims = {"X-Forwarded-For": "10.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    for path in ("/logs", "//logs", "/%6cogs", "/x/../logs", "/logs?limit=2"):
        expect_error(ask(stage.port, "GET", path, claims, source=STRANGER), 403, path)
    for path in ("/logs/", "/Logs", "/logs;x"):
        answer = ask(stage.port, "GET", path, source=STRANGER)
        expect(answer.status == 404, f"{path} was answered {answer.status}")


@rule("private addresses are 10/8, 172.16/12, 192.168/16, 127/8, fc00::/7 and ::1")
def _(stage: Stage) -> None:
    text = (stage.proxy.directory / "private-addresses.conf").read_text()
    got = set(re.findall(r"^([0-9a-f.:]+/\d+) 1;$", text, re.M))
    blocks = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128"}
    expect(got == blocks, f"they are {sorted(got)}")


@rule("/chaos asks for its token, from everywhere")
def _(stage: Stage) -> None:
    for headers in ({}, {"X-Chaos-Token": "wrong"}, {"X-Chaos-Token": ""}):
        for path in ("/chaos", "//chaos", "/%63haos"):
            answer = ask(stage.port, "GET", path, headers, source=STRANGER)
            expect(answer.status == 401, f"{path} with {headers} was answered {answer.status}")
            body = {"error": "Unauthorized", "status": 401}
            expect(answer.json() == body, f"it was answered {answer.body!r}")
    answer = ask(stage.port, "HEAD", "/chaos", {"X-Chaos-Token": stage.service.token})
    expect(answer.status == 204, f"HEAD with the token was answered {answer.status}")


@rule("/nginx_status is for private addresses")
def _(stage: Stage) -> None:
    answer = ask(stage.port, "GET", "/nginx_status")
    expect(answer.status == 200 and b"Active connections" in answer.body, "it shows nothing")
    expect_error(ask(stage.port, "GET", "/nginx_status", source=STRANGER), 403, "a stranger's")
