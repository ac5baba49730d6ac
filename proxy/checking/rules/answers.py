"""What comes back."""

import gzip
import json
import re

from ..stage import Stage, expect, expect_own_headers, rule
from ..standins import Talkative
from ..wire import ask, send

JSON = {"Content-Type": "application/json"}


@rule("every answer has the security headers, and none names nginx's version")
def _(stage: Stage) -> None:
    code = stage.shorten("https://example.org")
    for path in ("/health", f"/{code}", "/zzzzzz", "/x", "/metrics", "/nginx_status", "/logs"):
        expect_own_headers(ask(stage.port, "GET", path), path)
    expect_own_headers(ask(stage.port, "OPTIONS", "/users"), "OPTIONS")
    health = ask(stage.port, "GET", "/health")
    expect(not health.all("Strict-Transport-Security"), "HSTS without TLS")


@rule("the page that shows the API may run what the service serves")
def _(stage: Stage) -> None:
    there = ask(stage.service.port, "GET", "/docs")
    here = ask(stage.port, "GET", "/docs")
    name = "Content-Security-Policy"
    expect("script-src 'self'" in there.all(name)[0], f"the service says {there.all(name)}")
    expect(here.all(name) == there.all(name), f"{name} is {here.all(name)}")
    expect(here.body == there.body, "the page is another one")


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


@rule("an ETag stays strong, also of an answer that is long enough to be compressed")
def _(stage: Stage) -> None:
    accepts = {**JSON, "Accept-Encoding": "gzip"}
    long = json.dumps({"original_url": "https://example.org/" + "x" * 1000}).encode()
    made = ask(stage.port, "POST", "/urls", accepts, long)
    expect(made.status == 201, f"it was answered {made.status}")
    path = f"/urls/{made.json()['id']}"
    tag = ""
    for change in (b'{"title": "new"}', b'{"title": "newer"}'):
        read = ask(stage.port, "GET", path, accepts)
        known = ask(stage.port, "GET", path, {**accepts, "If-None-Match": read.all("ETag")[0]})
        expect(known.status == 304, f"what is known was answered {known.status}")
        tag = tag or read.all("ETag")[0]
        changed = ask(stage.port, "PUT", path, {**accepts, "If-Match": tag}, change)
        expect(changed.status == 200, f"the change was answered {changed.status}")
        tag = changed.all("ETag")[0]
        expect(tag.startswith('"'), f"the tag is {tag}")


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
