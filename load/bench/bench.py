"""What is measured on: nginx, PostgreSQL, and services with databases full of links."""

import contextlib
import http.client
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .clicks import Ledger, Recorded
from .meter import Line, Meter, Target, tell, uncertain
from .nginx import Nginx
from .options import Options
from .postgres import Postgres
from .problem import Problem
from .service import Service, make_key, migrate
from .tools import LOAD, Tools
from .wrk import Load, Wrk, threads

FEW_LINKS = 2_000

# What an event takes on disk with its indexes and their making, and what PostgreSQL logs.
BYTES_PER_EVENT = 1_200
LOG_BYTES = 9_000_000_000

VISIT_LIMIT = 3 * 3600


@dataclass(frozen=True)
class Site:
    """A service with links: whom to ask, and a file of all codes."""

    target: Target
    service: Service
    database: str
    codes: Path

    @property
    def links(self) -> int:
        """How many there are."""
        return self.codes.stat().st_size // 7


class Bench:
    """nginx and PostgreSQL running; services are started when they are asked for."""

    def __init__(self, tools: Tools, options: Options, directory: Path) -> None:
        self.options = options
        self._tools = tools
        self._directory = directory
        self._large_url: str | None = None
        self._sites = 0
        self._stack = contextlib.ExitStack()
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise

    def _start(self) -> None:
        self.wrk = Wrk(self._tools)
        self.postgres = Postgres(self._tools, self._directory / "postgresql")
        self._stack.callback(self.postgres.server.stop)
        self.nginx = Nginx(self._tools, self._directory / "nginx")
        self._stack.callback(self.nginx.server.stop)
        self.meter = Meter(self.wrk, self.postgres)

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ceiling(self, codes: Path, connections: int) -> Line:
        """nginx asked for the same codes, so that the client has the same work."""
        target = Target(self.nginx.url, self.nginx.server)
        return Line("nginx, static 302", target, draw(codes, connections))

    @contextlib.contextmanager
    def fresh(
        self, settings: dict[str, str] | None = None, *, other: bool = False
    ) -> Iterator[Site]:
        """A service, or the other version, on a new database with a few links that it made."""
        database = f"fresh{self._sites}"
        url = self.postgres.create_database(database)
        with self._serve(database, url, settings, self.options.against if other else None) as site:
            tell(f"making {FEW_LINKS:,} links")
            headers = {"Content-Type": "application/json"}
            if settings and settings.get("ACCESS") == "keys":
                key = make_key(self._tools, self._directory, url)
                headers["Authorization"] = f"Bearer {key}"
            codes = _shorten(site.service.port, headers)
            site.codes.write_text("".join(f"{code}\n" for code in codes))
            yield site

    @contextlib.contextmanager
    def large(self, settings: dict[str, str] | None = None) -> Iterator[Site]:
        """A service on the database with a million links, which is made when first asked for."""
        if self._large_url is None:
            self._large_url = self._load()
        with self._serve("large", self._large_url, settings) as site:
            codes = self.postgres.query("large", "SELECT short_code FROM urls ORDER BY random()")
            site.codes.write_text(codes + "\n")
            yield site

    def warm_up(self, site: Site, connections: int) -> None:
        """Redirects until the JVM has compiled what it needs for them."""
        tell(f"warming up for {self.options.warm_up} s")
        self.postgres.make_log_reusable()
        self.meter.warm_up(redirects(site, connections), connections, self.options.warm_up)

    def visit_all(self, site: Site, connections: int) -> Recorded:
        """Visits every link once; what that left behind is checked as well."""
        tell(f"visiting {site.links:,} links once")
        ledger = Ledger(self.postgres, site.database)
        before = ledger.settled()
        answers = self.wrk.visit_all(site.target.url, site.codes, connections, VISIT_LIMIT)
        tell(f"visited in {answers.seconds:.0f} s, {answers.rate:,.0f} a second")
        return ledger.recorded(before, answers.good, uncertain(answers, connections))

    @contextlib.contextmanager
    def _serve(
        self,
        database: str,
        url: str,
        settings: dict[str, str] | None = None,
        checkout: Path | None = None,
    ) -> Iterator[Site]:
        self._sites += 1
        directory = self._directory / f"service{self._sites}"
        service = Service(
            self._tools,
            directory,
            url,
            jvm_options=self.options.jvm_options,
            settings=settings,
            checkout=checkout,
        )
        try:
            ledger = Ledger(self.postgres, database)
            target = Target(service.url, service.server, service, ledger)
            yield Site(target, service, database, directory / "codes")
        finally:
            service.server.stop()

    def _load(self) -> str:
        links, events = self.options.links, self.options.events
        needed = events * BYTES_PER_EVENT + LOG_BYTES
        if shutil.disk_usage(self._directory).free < needed:
            raise Problem(
                f"{self._directory} needs {needed / 1e9:.0f} GB for {links:,} links and"
                f" {events:,} events; name another place with --directory, or ask for fewer."
            )
        tell(f"loading {links:,} links and {events:,} events")
        url = self.postgres.create_database("large")
        migrate(self._tools, self._directory, url)
        clicks = events // links - 1
        self.postgres.run_file("large", LOAD / "million.sql", links=links, clicks=clicks)
        return url


def draw(codes: Path, connections: int) -> Load:
    """Codes of a file at random."""
    return Load("codes.lua", (str(codes), str(threads(connections))))


def redirects(site: Site, connections: int) -> Line:
    """Visits to a site's links in random order."""
    name = f"GET /{{code}}, {site.links:,} links"
    return Line(name, site.target, draw(site.codes, connections), clicks=True)


def _shorten(port: int, headers: dict[str, str]) -> list[str]:
    """Makes links of 80 characters and returns their codes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    codes = []
    with contextlib.closing(connection):
        for number in range(FEW_LINKS):
            url = f"https://example.org/articles/2026/{number:041d}.html"
            connection.request("POST", "/shorten", json.dumps({"url": url}), headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != 201:
                raise Problem(f"POST /shorten was answered {response.status}: {body.decode()}")
            codes.append(json.loads(body)["short_code"])
    return codes
