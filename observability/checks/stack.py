"""The service with its embedded database, and a Prometheus that watches it by the repository's
rules, but looks every second."""

import contextlib
import json
import math
import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from bench.processes import Server, free_port

from .programs import OBSERVABILITY, REPOSITORY, Programs, version_of

RUNBOOKS_URL = "https://example.org/runbooks"
SINCE_EXPANSION = (3, 0)
START_LIMIT = 300.0
DNS_DISCOVERY = re.compile(r"^(?P<indent> *)dns_sd_configs:\n(?:(?P=indent) .*\n)+", re.M)
INHERITED = ("PATH", "HOME", "LANG", "JAVA_HOME", "TMPDIR")


class Service:
    """One instance with fixtures in its database."""

    def __init__(self, programs: Programs, directory: Path) -> None:
        self.port = free_port()
        self.admin_port = free_port()
        self.data = directory / "data"
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "PORT": str(self.port),
            "ADMIN_PORT": str(self.admin_port),
            "DATA_DIR": str(self.data),
            "LOG_FORMAT": "json",
        }
        self._server = Server(
            "the service",
            [programs.java, "-Xmx512m", "-jar", str(programs.jar), "server", "config.yml"],
            directory / "service.log",
            environment=environment,
            directory=REPOSITORY,
        )
        self._server.wait_until(
            lambda: _answers(f"http://127.0.0.1:{self.port}/health"), START_LIMIT
        )

    def metrics(self) -> str:
        """What it shows of itself."""
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.admin_port}/metrics", timeout=10
        ) as answer:
            text: str = answer.read().decode()
        return text

    def database_port(self) -> int:
        """Of the embedded PostgreSQL."""
        return int(self._postmaster()[3])

    def freeze_database(self, seconds: float) -> None:
        """Lets PostgreSQL answer nobody for a while, its connections stay open."""
        postmaster = int(self._postmaster()[0])
        frozen = [postmaster, *_children(postmaster)]
        try:
            _signal(frozen, signal.SIGSTOP)
            time.sleep(seconds)
        finally:
            _signal(frozen, signal.SIGCONT)

    def stop(self) -> None:
        """In order, and its database with it."""
        self._server.stop()

    def _postmaster(self) -> list[str]:
        return (self.data / "postgres" / "postmaster.pid").read_text().splitlines()


class Prometheus:
    """Watches the service; there is no Alertmanager to tell."""

    def __init__(self, programs: Programs, directory: Path, service: Service) -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        self.started = time.time()
        config = directory / "prometheus.yml"
        config.write_text(_config(port, service.admin_port))
        (directory / "rules").symlink_to(OBSERVABILITY / "rules")
        command = [
            programs.prometheus,
            f"--config.file={config}",
            f"--storage.tsdb.path={directory / 'prometheus'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ]
        if version_of(programs.prometheus) < SINCE_EXPANSION:
            command.append("--enable-feature=expand-external-labels")
        self._server = Server(
            "Prometheus",
            command,
            directory / "prometheus.log",
            environment={**os.environ, "RUNBOOKS_URL": RUNBOOKS_URL, "REPLICAS": "1"},
        )
        self._server.wait_until(lambda: _answers(f"{self._url}/-/ready"), START_LIMIT)

    def groups(self) -> list[dict[str, Any]]:
        """The rules as it has read them, with what became of them."""
        return list(self._ask("/api/v1/rules")["groups"])

    def has_values(self, expression: str) -> bool:
        """Whether it was ever more than nothing or no number. ValueError says why it is none."""
        now = time.time()
        result = self._ask(
            "/api/v1/query_range",
            {"query": expression, "start": f"{self.started}", "end": f"{now}", "step": "1"},
        )["result"]
        return any(not math.isnan(float(v)) for series in result for _, v in series["values"])

    def stop(self) -> None:
        """Ends it."""
        self._server.stop()

    def _ask(self, path: str, form: dict[str, str] | None = None) -> Any:
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(self._url + path, data, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error).get("error", str(error))) from error


def _config(port: int, admin_port: int) -> str:
    text = (OBSERVABILITY / "prometheus.yml").read_text()

    def static(block: re.Match[str]) -> str:
        indent = block["indent"]
        return f"{indent}static_configs:\n{indent}  - targets: ['127.0.0.1:{admin_port}']\n"

    text = DNS_DISCOVERY.sub(static, text).replace("localhost:9090", f"127.0.0.1:{port}")
    text = text.replace("alertmanager:9093", "127.0.0.1:9")
    return re.sub(r"(scrape_interval|scrape_timeout|evaluation_interval): 5s", r"\1: 1s", text)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == parent:
                found.append(int(entry.name))
    return found


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
