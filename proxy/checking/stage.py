"""What every rule is checked on: one service, and as many proxies as it takes."""

import itertools
import json
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.postgres import Cluster
from bench.tools import find_tools

from .nginx import Configuration, Nginx, Proxy
from .ports import take_port
from .shortener import Shortener
from .wire import Answer, as_json, ask

# Sent with every answer.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Broken(Exception):
    """A rule does not hold; the message says what was seen."""


@dataclass(frozen=True)
class Rule:
    """A sentence, and what would refute it."""

    sentence: str
    check: Callable[["Stage"], None]
    needs_recent: bool
    needs_postgres: bool


RULES: list[Rule] = []


def rule(
    sentence: str, *, needs_recent: bool = False, needs_postgres: bool = False
) -> Callable[[Callable[["Stage"], None]], Callable[["Stage"], None]]:
    """Makes a function the check of a rule."""

    def register(check: Callable[["Stage"], None]) -> Callable[["Stage"], None]:
        RULES.append(Rule(sentence, check, needs_recent, needs_postgres))
        return check

    return register


class Stage:
    """The service behind the proxy that most rules are checked on."""

    def __init__(
        self, nginx: Nginx, service: Shortener, java: str, jar: Path, directory: Path
    ) -> None:
        self.nginx = nginx
        self.service = service
        self._java = java
        self._jar = jar
        self._pair: list[Shortener] = []
        self._resources = ExitStack()
        self._directory = directory
        self._numbers = itertools.count(1)
        self.proxy = self._resources.enter_context(
            self._start([service.port], [service.admin_port], tls=True)
        )
        self.port = self.proxy.port
        self.certificate = self.proxy.directory / "tls" / "fullchain.pem"
        self.tls = ssl.create_default_context(cafile=str(self.certificate))

    def close(self) -> None:
        """Stops what it started; the service is whose it was."""
        self._resources.close()

    def configuration(self, app: Sequence[int] = (), admin: Sequence[int] = ()) -> Configuration:
        """A new one; without instances it keeps upstream.conf as it is."""
        configuration = Configuration(self.nginx, self._directory / f"nginx-{next(self._numbers)}")
        if app:
            configuration.serve(app, admin or app)
        return configuration

    @contextmanager
    def in_front_of(self, *app: int) -> Iterator[Proxy]:
        """A proxy of its own before some instances."""
        with self._start(app, app) as proxy:
            yield proxy

    @contextmanager
    def in_front_of_services(self, services: Sequence[Shortener]) -> Iterator[Proxy]:
        """The same before real ones."""
        ports = [service.port for service in services]
        with self._start(ports, [service.admin_port for service in services]) as proxy:
            yield proxy

    def pair(self) -> list[Shortener]:
        """Two instances that share a database, started when first asked for."""
        if not self._pair:
            directory = self._directory / f"pair-{next(self._numbers)}"
            directory.mkdir()
            directory.chmod(0o755)
            tools = find_tools(self._jar, without=["wrk", "nginx"])
            cluster = Cluster(tools, directory / "postgres", port=take_port())
            self._resources.callback(cluster.stop)
            url = cluster.create_database("shortener", owner="shortener")
            for name in ("one", "other"):
                instance = Shortener(self._java, self._jar, directory / name, url)
                self._resources.callback(instance.stop)
                self._pair.append(instance)
        return self._pair

    def shorten(self, url: str) -> str:
        """A new link's code."""
        answer = ask(self.service.port, "POST", "/shorten", *as_json({"url": url}))
        return str(json.loads(answer.body)["short_code"])

    def clicks(self, code: str) -> int:
        """How many clicks the service has of a link."""
        answer = ask(self.service.port, "GET", "/events?event_type=click&page=1&per_page=10000")
        return sum(event["details"].get("short_code") == code for event in json.loads(answer.body))

    def _start(self, app: Sequence[int], admin: Sequence[int], *, tls: bool = False) -> Proxy:
        configuration = self.configuration(app, admin)
        if tls:
            configuration.enable_tls()
        return Proxy(self.nginx, configuration)


def expect(holds: bool, otherwise: str) -> None:
    """Ends the check of a rule when something does not hold."""
    if not holds:
        raise Broken(otherwise)


def expect_error(answer: Answer, status: int, what: str) -> None:
    """An error of the proxy's own: the contract's shape, its type and the proxy's headers."""
    expect(answer.status == status, f"{what} was answered {answer.status}, not {status}")
    kind = answer.header("Content-Type")
    expect(kind == "application/json", f"{what} was answered as {kind}")
    try:
        body = answer.json()
    except ValueError as error:
        raise Broken(f"{what} was answered {answer.body[:200]!r}") from error
    expect(
        isinstance(body, dict)
        and body.keys() == {"error", "status"}
        and isinstance(body["error"], str)
        and body["error"] != ""
        and body["status"] == status,
        f"{what} was answered {body}",
    )
    expect_own_headers(answer, what)
    expect(bool(answer.header("X-Request-ID")), f"{what} was answered without X-Request-ID")


def expect_own_headers(answer: Answer, what: str) -> None:
    """What every answer has."""
    for name, value in SECURITY_HEADERS.items():
        got = answer.all(name)
        expect(got == [value], f"the answer to {what} has {name}: {got}")
    server = answer.header("Server")
    expect(server == "nginx", f"the answer to {what} has Server: {server}")
