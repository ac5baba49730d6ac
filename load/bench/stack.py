"""What visitors come to: nginx with the real proxy's configuration, instances, one database."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checking.nginx import Configuration, Nginx, Proxy

from .clicks import Ledger
from .postgres import Postgres
from .service import Service
from .tools import Tools

# As much as a container of the service has for its heap.
JVM_OPTIONS = ["-Xmx512m"]


@dataclass(frozen=True)
class Stack:
    """It is running."""

    url: str
    instances: list[Service]
    ledger: Ledger

    @property
    def doomed(self) -> list[Service]:
        """The half that is killed."""
        return self.instances[: len(self.instances) // 2]

    def kill_half(self) -> float:
        """Kills half of the instances at the same moment; returns how long they took to be gone."""
        start = time.monotonic()
        for instance in self.doomed:
            instance.server.kill()
        return time.monotonic() - start

    def restart_half(self) -> float:
        """Starts them again; returns how long it took until they answered."""
        start = time.monotonic()
        for instance in self.doomed:
            instance.start()
        return time.monotonic() - start


@contextlib.contextmanager
def stack(
    tools: Tools, postgres: Postgres, directory: Path, name: str, instances: int
) -> Iterator[Stack]:
    """Starts it on a new database with the fixtures, and stops it."""
    directory = directory / name
    directory.mkdir()
    directory.chmod(0o711)
    url = postgres.create_database(name)
    settings = {
        "SEED": "true",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DATA_DIR": str(directory / "data"),
    }
    with contextlib.ExitStack() as running:
        services: list[Service] = []
        for number in range(instances):
            service = Service(
                tools,
                directory / f"instance{number}",
                url,
                jvm_options=JVM_OPTIONS,
                settings=settings,
            )
            running.callback(lambda service=service: service.server.stop())
            services.append(service)
        proxy = running.enter_context(_proxy(tools, directory / "proxy", services))
        yield Stack(f"http://127.0.0.1:{proxy.port}", services, Ledger(postgres, name))


def _proxy(tools: Tools, directory: Path, services: list[Service]) -> Proxy:
    nginx = Nginx(tools.nginx)
    configuration = Configuration(nginx, directory)
    configuration.serve(
        [service.port for service in services], [service.admin_port for service in services]
    )
    return Proxy(nginx, configuration)
