"""Everything that a message needs on its way, from the database to Discord, running."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.problem import Problem
from bench.processes import listens

from .clients import Clients
from .database import Database
from .discord import Discord
from .machine import tell
from .monitoring import Monitor, alertmanager, prometheus
from .programs import Programs
from .proxy import Proxy
from .service import Service

# What the usual visitors ask for: links that they follow, and users, whom only PostgreSQL knows.
KNOWN_LINKS = 50
READS = ("/users/7", "/users/8")


@dataclass(frozen=True)
class Ports:
    """Where everything listens: as many ports in a row as there are servers."""

    first: int

    COUNT = 7

    def __post_init__(self) -> None:
        taken = [port for port in range(self.first, self.first + self.COUNT) if listens(port)]
        if taken:
            raise Problem(f"port {taken[0]} is in use; choose others with --ports FIRST.")

    def __getitem__(self, number: int) -> int:
        return self.first + number


@dataclass(frozen=True)
class Stack:
    """The servers."""

    database: Database
    service: Service
    proxy: Proxy
    prometheus: Monitor
    alertmanager: Monitor
    discord: Discord

    def known_links(self) -> list[str]:
        """Paths of links that lead somewhere."""
        codes = self.database.rows(
            f"SELECT short_code FROM urls WHERE is_active ORDER BY id LIMIT {KNOWN_LINKS}"
        )
        return [f"/{code}" for code in codes]

    def clients(self, *paths: str, number: int, pause: float = 0.0) -> Clients:
        """Clients who ask the proxy for these, started."""
        clients = Clients(self.proxy.port, paths, number=number, pause=pause)
        clients.start()
        return clients

    def rules(self) -> set[str]:
        """The alerts that there are."""
        groups = self.prometheus.ask("/api/v1/rules?type=alert")["data"]["groups"]
        return {rule["name"] for group in groups for rule in group["rules"]}

    def alerts(self) -> set[str]:
        """Those that fire or are about to."""
        alerts = self.prometheus.ask("/api/v1/alerts")["data"]["alerts"]
        return {alert["labels"]["alertname"] for alert in alerts}

    def told(self) -> set[str]:
        """Those that the channel has not been told the end of."""
        return {alert for alert in self.rules() if self.discord.is_told(alert)}

    def is_well(self) -> bool:
        """Whether Prometheus sees the service, and all of its health checks pass."""
        return self.prometheus.value("min(health_check_healthy)") == 1

    def seen_start(self) -> float | None:
        """When the service was started, as far as Prometheus knows."""
        return self.prometheus.value('process_start_time_seconds{job="app"}')

    def held_back(self) -> set[str]:
        """Those that fire and that Alertmanager tells nobody because of another."""
        alerts = self.alertmanager.ask("/api/v2/alerts?inhibited=true")
        return {alert["labels"]["alertname"] for alert in alerts if alert["status"]["inhibitedBy"]}


@contextlib.contextmanager
def running(programs: Programs, directory: Path, ports: Ports) -> Iterator[Stack]:
    """Starts everything, and ends it however the drill ends."""
    with contextlib.ExitStack() as started:
        discord = Discord(ports[0])
        started.callback(discord.close)
        tell("starting PostgreSQL")
        database = Database(programs, directory / "postgres", ports[1])
        started.callback(database.stop)
        service = Service(programs, directory / "service", database.url, ports[2], ports[3])
        proxy = Proxy(programs, directory / "proxy", ports[4], ports[2], ports[3])
        addresses = {
            "app:8081": f"127.0.0.1:{ports[3]}",
            "alertmanager:9093": f"127.0.0.1:{ports[5]}",
            "localhost:9090": f"127.0.0.1:{ports[6]}",
        }
        messenger = alertmanager(programs, directory / "alertmanager", ports[5], discord.url)
        observer = prometheus(programs, directory / "prometheus", ports[6], addresses)
        for server, name in (
            (service, "the service"),
            (proxy, "nginx"),
            (messenger, "Alertmanager"),
            (observer, "Prometheus"),
        ):
            tell(f"starting {name}")
            started.callback(server.stop)
            server.start()
        tell(f"Prometheus is at {observer.url}, Alertmanager at {messenger.url}")
        stack = Stack(database, service, proxy, observer, messenger, discord)
        for paths in (stack.known_links(), READS):
            started.callback(stack.clients(*paths, number=1, pause=1.0).stop)
        yield stack
