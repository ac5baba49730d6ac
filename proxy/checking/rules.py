"""The rules, in the order in which README.md tells them."""

import gzip
import json
import re
import ssl
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

from . import http2
from .nginx import Proxy, test
from .stage import Stage, expect, expect_error, expect_own_headers, rule
from .standins import Closing, Hesitating, Names, StandIn, Talkative, Unreachable
from .wire import STRANGER, Answer, Connection, as_json, ask, request, send

WRITES = ("POST", "PUT", "PATCH", "DELETE")
JSON = {"Content-Type": "application/json"}
MB = 1 << 20

# A user's form of the service's import, as bytes before and after the CSV.
FORM = (
    b'--line\r\nContent-Disposition: form-data; name="file"; filename="users.csv"\r\n\r\n',
    b"\r\n--line--\r\n",
)


# --- The configuration


@rule("nginx -t accepts the configuration, without a warning")
def _(stage: Stage) -> None:
    said = test(stage.nginx, stage.configuration([8080]))
    expect(said == "", said)


@rule("nginx -t accepts upstream.conf as docker compose has it", needs_recent=True)
def _(stage: Stage) -> None:
    said = test(stage.nginx, stage.configuration())
    expect(said == "", said)


# --- Routes


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
        paths = ["/users/1%2F2?a=%20b", "//x/../y", "/a;b=c", "/urls?page=1&per_page=2", "/%61bcdef"]
        for path in paths:
            ask(proxy.port, "GET", path)
        got = [received.path for received in instance.received]
        expect(got == paths, f"{paths} arrived as {got}")


@rule("/metrics is 403, however it is written, and its numbers are nowhere")
def _(stage: Stage) -> None:
    for path in ("/metrics", "//metrics", "/%6detrics", "/logs/..%2fmetrics", "/metrics?x=1"):
        expect_error(ask(stage.port, "GET", path), 403, path)
    expect_error(ask(stage.port, "POST", "/metrics", JSON, b"{}"), 403, "POST /metrics")
    for path in ("/metrics/", "/Metrics", "/metrics;x", "/metrics%2F", "/logs/../metrics%00", "/metrics%0a"):
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
            expect("error" in (answer.json() or {}), f"{method} {path}: {answer.body[:80]!r}")


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
    blocks = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 fc00::/7 ::1/128".split()
    expect(got == set(blocks), f"they are {sorted(got)}")


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


# --- What a request says


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
            expect(got == expected, f"{path}: {dict(zip(names, got))}")
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


# --- What comes back


@rule("every answer has the security headers, and none names nginx's version")
def _(stage: Stage) -> None:
    code = stage.shorten("https://example.org")
    for path in ("/health", f"/{code}", "/zzzzzz", "/nothing", "/metrics", "/nginx_status", "/logs"):
        expect_own_headers(ask(stage.port, "GET", path), path)
    expect_own_headers(ask(stage.port, "OPTIONS", "/users"), "OPTIONS")
    expect(not ask(stage.port, "GET", "/health").all("Strict-Transport-Security"), "HSTS without TLS")


@rule("the service's own errors pass untouched")
def _(stage: Stage) -> None:
    for method, path, body in (
        ("GET", "/zzzzzz", None),
        ("GET", "/users/999999999", None),
        ("GET", "/urls?page=0", None),
        ("POST", "/shorten", b"[]"),
        ("POST", "/users/bulk", b"x"),
        ("DELETE", "/health", None),
        ("GET", "/a%2Fb", None),
    ):
        there = ask(stage.service.port, method, path, JSON, body)
        here = ask(stage.port, method, path, JSON, body)
        expect(there.status >= 400, f"{method} {path} is no error: {there.status}")
        names = ("Content-Type", "Allow", "Retry-After", "Cache-Control")
        for name in names:
            expect(here.all(name) == there.all(name), f"{method} {path}: {name} {here.all(name)}")
        same = (here.status, here.body) == (there.status, there.body)
        expect(same, f"{method} {path} was answered {here.status} {here.body!r}")


@rule("JSON is compressed for who accepts it, and not twice")
def _(stage: Stage) -> None:
    accepts = {"Accept-Encoding": "gzip"}
    plain = ask(stage.port, "GET", "/urls")
    expect(plain.header("Content-Encoding") is None, "it is compressed for everybody")
    packed = ask(stage.port, "GET", "/urls", accepts)
    expect(packed.header("Content-Encoding") == "gzip", "the service's list is not compressed")
    expect(packed.json() == plain.json(), "decompressed once it is not the same")
    with Talkative() as instance, stage.in_front_of(instance.port) as proxy:
        packed = ask(proxy.port, "GET", "/urls", accepts)
        expect(packed.header("Content-Encoding") == "gzip", "the proxy compresses nothing")
        expect(len(json.loads(gzip.decompress(packed.body))) == 500, "it is not whole")
        expect(packed.all("Vary") == ["Accept-Encoding"], f"Vary is {packed.all('Vary')}")


@rule("the access log is JSON with the upstream's times, without queries and tokens")
def _(stage: Stage) -> None:
    secret = {"X-Chaos-Token": "TOKEN-SECRET", "Referer": "http://x/?REFERRER-SECRET"}
    agent = {"User-Agent": 'quoted " and \xff', "X-Request-ID": "logged-1"}
    ask(stage.port, "GET", "/users/1?key=QUERY-SECRET", {**secret, **agent})
    ask(stage.port, "GET", "/chaos?key=QUERY-SECRET", secret)
    entry = stage.proxy.access_log("logged-1")
    expected = {
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/users/1",
        "protocol": "HTTP/1.1",
        "status": 200,
        "host": "localhost",
        "upstream": f"127.0.0.1:{stage.service.port}",
        "upstream_status": "200",
    }
    for name, value in expected.items():
        expect(entry.get(name) == value, f"{name} is {entry.get(name)!r}, not {value!r}")
    for name in ("upstream_connect_seconds", "upstream_header_seconds", "upstream_seconds"):
        expect(re.fullmatch(r"\d+\.\d+", str(entry.get(name))) is not None, f"no {name}")
    expect(isinstance(entry["seconds"], float), "seconds are no number")
    send(stage.port, b"\x16\x03\x01 \xff\xfe garbage\r\n\r\n")
    ask(stage.port, "POST", "/metrics?key=QUERY-SECRET", {"X-Request-ID": "logged-2"}, b"")
    expect(stage.proxy.access_log("logged-2")["method"] == "POST", "an error's method is lost")
    lines = [line for line in stage.proxy.log().splitlines() if line.startswith("{")]
    for line in lines:
        json.loads(line)
        expect("SECRET" not in line, f"it tells a secret: {line}")


# --- Errors of the proxy's own


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
        b"POST /shorten HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
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


@rule("a body of more than 10 MB: 413 JSON, also without Content-Length; 100 MB on /users/bulk")
def _(stage: Stage) -> None:
    for path, limit in (("/shorten", 10 * MB), ("/urls/1", 10 * MB), ("/users/bulk", 100 * MB)):
        headers = {**JSON, "Content-Length": str(limit + 1)}
        expect_error(send(stage.port, request("POST", path, headers)), 413, f"{path} over its limit")
    chunks = b"100000\r\n" + b"x" * MB + b"\r\n"
    headers = {**JSON, "Transfer-Encoding": "chunked"}
    expect_error(ask(stage.port, "POST", "/shorten", headers, chunks * 11), 413, "chunks of 11 MB")
    answer = ask(stage.port, "POST", "/shorten", JSON, b"x" * (10 * MB))
    expect(answer.status == 413, f"the service answers {answer.status} to 10 MB")
    expect(answer.json() is not None, "the service's 413 is lost")


@rule("an import of 50 MB goes through to the service, without being kept by the proxy")
def _(stage: Stage) -> None:
    row = b"name%d,name%d@example.org," + b"x" * 50_000 + b"\n"
    csv = b"username,email,note\n" + b"".join(row % (i, i) for i in range(1000))
    headers = {"Content-Type": "multipart/form-data; boundary=line"}
    answer = ask(stage.port, "POST", "/users/bulk", headers, csv.join(FORM))
    expect(answer.status == 201, f"it was answered {answer.status} {answer.body[:200]!r}")
    body = answer.json()
    expect(isinstance(body, dict) and body["imported"] == 1000, f"{answer.body[:200]!r}")
    expect("buffered to a temporary file" not in stage.proxy.log().split("users/bulk")[0], "kept")


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


# --- Limits


@rule("a stranger writes 50 times at once, then 10 times a second: 429 JSON with Retry-After")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        with Connection(proxy.port, STRANGER) as connection:
            writes = [request(WRITES[i % 4], "/urls/1", JSON, b"{}") for i in range(120)]
            connection.send(b"".join(writes))
            answers = [connection.receive() for _ in writes]
        passed = sum(answer is not None and answer.status == 200 for answer in answers)
        expect(50 <= passed <= 70, f"{passed} of 120 passed")
        for answer in answers:
            if answer and answer.status != 200:
                expect_error(answer, 429, "one too many")
                expect(answer.header("Retry-After") == "1", "429 without Retry-After")
        bulk = ask(proxy.port, "POST", "/users/bulk", {}, b"", source=STRANGER)
        expect(bulk.status == 429, f"/users/bulk was answered {bulk.status}")
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
        with Connection(proxy.port) as one, Connection(proxy.port) as other:
            with ThreadPoolExecutor(2) as pool:
                both = list(pool.map(lambda connection: _pipeline(connection, 3000), (one, other)))
        expect(429 in both[0] | both[1], "6,000 more were not limited")


def _pipeline(connection: Connection, number: int) -> set[int]:
    """Statuses of writes on one connection, asked for in portions that no buffer is too small for."""
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


# --- Instances that fail


@rule("a visit that found its instance dead goes to the other, and clicks once")
def _(stage: Stage) -> None:
    with StandIn() as good, StandIn() as dead, stage.in_front_of(dead.port, good.port) as proxy:
        dead.__exit__()
        for _ in range(20):
            answer = ask(proxy.port, "GET", "/abcdef")
            expect(answer.status == 200, f"a visit was answered {answer.status}")
        expect(len(good.received) == 20, f"{len(good.received)} arrived for 20")


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


# --- Coming and going


@rule("a reload ends no request, and no connection before its answer")
def _(stage: Stage) -> None:
    with StandIn() as instance, stage.in_front_of(instance.port) as proxy:
        answered = asked = 0
        end = time.monotonic() + 3
        with ThreadPoolExecutor(1) as pool:
            reloads = pool.submit(lambda: [(time.sleep(0.4), proxy.reload()) for _ in range(5)])
            while time.monotonic() < end or not reloads.done():
                asked += 1
                answered += ask(proxy.port, "GET", "/abcdef").status == 200
            reloads.result()
        expect(answered == asked == len(instance.received), f"{answered} of {asked} were answered")


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


# --- TLS


@rule("TLS 1.2 and 1.3 alone, HTTP/2 for who wants it, and HSTS with every answer")
def _(stage: Stage) -> None:
    port = stage.proxy.tls_port
    for path, status in (("/health", 200), ("/metrics", 403)):
        answer = ask(port, "GET", path, tls=stage.tls)
        expect(answer.status == status, f"{path} was answered {answer.status}")
        hsts = answer.header("Strict-Transport-Security")
        expect(hsts == "max-age=31536000", f"{path} has HSTS {hsts}")
        expect_own_headers(answer, path)
    for version, good in (
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ):
        expect(_speaks(stage, version) == good, f"{version.name} is {'refused' if good else 'taken'}")
    expect(http2.get(port, stage.certificate, "/health") == b'{"status":"ok"}', "no HTTP/2")


def _speaks(stage: Stage, version: ssl.TLSVersion) -> bool:
    context = ssl.create_default_context(cafile=str(stage.certificate))
    # Lets this side speak what is too old.
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    try:
        return ask(stage.proxy.tls_port, "GET", "/health", tls=context).status == 200
    except (ssl.SSLError, ConnectionError):
        return False


# --- The service stops: last, since it does not come back


@rule("the service itself, frozen: 504 JSON after 5 seconds; it goes on when it is thawed")
def _(stage: Stage) -> None:
    code = stage.shorten("https://example.org/frozen")
    stage.service.freeze()
    try:
        for path in (f"/{code}", "/users/1"):
            answer = ask(stage.port, "GET", path)
            expect_error(answer, 504, path)
            expect(4.5 < answer.seconds < 6.5, f"it took {answer.seconds:.1f} seconds")
    finally:
        stage.service.thaw()
    answer = ask(stage.port, "GET", f"/{code}")
    expect(answer.status == 302, f"thawed, it was answered {answer.status}")


@rule("/chaos with its token stops the service, from everywhere; then there is 502 JSON")
def _(stage: Stage) -> None:
    token = {"X-Chaos-Token": stage.service.token}
    answer = ask(stage.port, "GET", "/chaos", token, source=STRANGER)
    expect(answer.status == 204, f"it was answered {answer.status}")
    expect(stage.service.ends_within(60), "it goes on")
    for path in ("/health", "/users/1", "/abcdef", "/urls", "/logs", "/chaos"):
        expect_error(ask(stage.port, "GET", path, token), 502, path)
    expect("no live upstreams" not in stage.proxy.log(), "a single instance was given up")
    expect(stage.service.token not in stage.proxy.log(), "the token is in the log")
