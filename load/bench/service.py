"""The service from its jar, on a database of its own."""

import dataclasses
import http.client
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .problem import Problem
from .processes import Server, free_port
from .tools import REPOSITORY, Tools

# What would change the service behind our back: its settings, and options for every JVM.
SETTING = re.compile(
    r"(ADMIN_)?PORT|ADMIN_BIND_HOST|DATABASE_\w+|DATA_DIR|SEED|PUBLIC_URL|TRUSTED_PROXIES"
    r"|CHAOS_TOKEN|LOG_\w+|CLICKS?_\w+|LINK_CACHE_\w+|_?JAVA_(TOOL_)?OPTIONS|JDK_JAVA_OPTIONS"
)

SERVER_ERRORS = re.compile(r'^http_server_requests_total\{.*status_code="5\d\d".*\} (\S+)$', re.M)


class Service:
    """A running service that answers from its database."""

    def __init__(
        self,
        tools: Tools,
        directory: Path,
        database_url: str,
        *,
        jvm_options: Sequence[str] = (),
        settings: dict[str, str] | None = None,
        checkout: Path | None = None,
    ) -> None:
        """Another version comes from its checkout, with its own jar and configuration."""
        directory.mkdir()
        if checkout:
            jar = checkout.resolve() / "target" / "shortener.jar"
            if not jar.is_file():
                raise Problem(f"{jar} is missing; build that version first.")
            tools = dataclasses.replace(tools, jar=jar)
        self._home = checkout or REPOSITORY
        self.port = free_port()
        self.admin_port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [*_java(tools, jvm_options), "server", "config.yml"]
        self._log = directory / "log"
        self._environment = _environment(directory, database_url) | {
            "PORT": str(self.port),
            "ADMIN_PORT": str(self.admin_port),
            **(settings or {}),
        }
        self.start()

    def start(self) -> None:
        """Starts it, also again on its ports; returns when it answers."""
        self.server = Server(
            "the service",
            self._command,
            self._log,
            environment=self._environment,
            directory=self._home,
        )
        self.server.wait_until(self._answers, 90)

    def server_errors(self) -> int:
        """How many requests were answered 5xx so far, by its own count."""
        return round(sum(float(value) for value in SERVER_ERRORS.findall(self._metrics())))

    def metric(self, name: str) -> int:
        """The value of a metric, named with its labels."""
        values = re.findall(rf"^{re.escape(name)} (\S+)$", self._metrics(), re.M)
        if len(values) != 1:
            raise Problem(f"the service has {len(values)} metrics {name}, not one.")
        return round(float(values[0]))

    def _metrics(self) -> str:
        status, text = get(self.admin_port, "/metrics")
        if status != 200:
            raise Problem(f"the service answered {status} to /metrics.")
        return text

    def _answers(self) -> bool:
        try:
            # It may ask for a key.
            return get(self.port, "/urls?page=1&per_page=1")[0] in (200, 401)
        except OSError:
            return False


def knows(setting: str) -> bool:
    """Whether the service reads an environment variable."""
    return f"${{{setting}" in (REPOSITORY / "config.yml").read_text()


def migrate(tools: Tools, directory: Path, database_url: str) -> None:
    """Gives a database the service's tables."""
    _run(tools, directory, database_url, "db", "migrate")


def make_key(tools: Tools, directory: Path, database_url: str) -> str:
    """A key that is good for everything."""
    told = _run(tools, directory, database_url, "keys", "create", "--name", "load", "--scope", "admin")
    return told.splitlines()[-1]


def _run(tools: Tools, directory: Path, database_url: str, *command: str) -> str:
    result = subprocess.run(
        [*_java(tools), *command, "config.yml"],
        env=_environment(directory, database_url),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise Problem(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _java(tools: Tools, options: Sequence[str] = ()) -> list[str]:
    return [tools.java, *options, "-jar", str(tools.jar)]


def _environment(directory: Path, database_url: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not SETTING.fullmatch(name)}
    return inherited | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(directory / "data"),
        "SEED": "false",
        "LOG_FORMAT": "json",
    }
