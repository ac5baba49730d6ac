"""Prometheus and Alertmanager with the configuration of observability/, on this machine instead of
in their containers."""

import json
import os
import re
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from bench.problem import Problem
from bench.processes import Server
from bench.tools import REPOSITORY

from .programs import Programs, version_of

OBSERVABILITY = REPOSITORY / "observability"
RUNBOOKS_URL = "https://github.com/shortener/shortener/blob/main/runbooks"
START_LIMIT = 60.0
ANSWER_LIMIT = 60.0

# The first versions that read a webhook from a file, and the environment without being told to.
SINCE_WEBHOOK_FILES = (0, 28)
SINCE_EXPANSION = (3, 0)

WEBHOOK_FILE = re.compile(r"webhook_url_file: .*")
DNS_DISCOVERY = re.compile(r"^(?P<indent> *)dns_sd_configs:\n(?:(?P=indent) .*\n)+", re.M)


class Monitor:
    """A server of Prometheus' family."""

    def __init__(self, name: str, command: list[str], directory: Path, port: int) -> None:
        self._name = name
        self._command = command
        self._log = directory / "log"
        self._server: Server | None = None
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        """Returns when it is ready."""
        environment = {**os.environ, "RUNBOOKS_URL": RUNBOOKS_URL, "REPLICAS": "1"}
        self._server = Server(self._name, self._command, self._log, environment=environment)
        self._server.wait_until(self._is_ready, START_LIMIT)

    def stop(self) -> None:
        """Ends it."""
        if self._server:
            self._server.stop()

    def ask(self, path: str) -> Any:
        """What its API answers."""
        with urllib.request.urlopen(self.url + path, timeout=ANSWER_LIMIT) as answer:
            return json.load(answer)

    def value(self, expression: str) -> float | None:
        """What an expression of Prometheus is now; None when there is nothing to compute."""
        result = self.ask("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        values = [float(sample["value"][1]) for sample in result["data"]["result"]]
        return values[0] if values else None

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/-/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def prometheus(
    programs: Programs, directory: Path, port: int, addresses: dict[str, str]
) -> Monitor:
    """Watches by the repository's rules; `addresses` are the containers' and what they are here."""
    directory.mkdir()
    text = _with_static_targets((OBSERVABILITY / "prometheus.yml").read_text())
    for container, here in addresses.items():
        text = text.replace(container, here)
    (directory / "prometheus.yml").write_text(text)
    (directory / "rules").symlink_to(OBSERVABILITY / "rules")
    command = [
        programs.prometheus,
        f"--config.file={directory / 'prometheus.yml'}",
        f"--storage.tsdb.path={directory / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    if _version(programs.prometheus) < SINCE_EXPANSION:
        command.append("--enable-feature=expand-external-labels")
    return Monitor("Prometheus", command, directory, port)


def alertmanager(programs: Programs, directory: Path, port: int, webhook: str) -> Monitor:
    """Tells Discord by the repository's routes."""
    directory.mkdir()
    text = (OBSERVABILITY / "alertmanager.yml").read_text()
    if not WEBHOOK_FILE.search(text):
        raise Problem("observability/alertmanager.yml has no webhook_url_file; see monitoring.py.")
    if _version(programs.alertmanager) < SINCE_WEBHOOK_FILES:
        setting = f"webhook_url: {webhook}"
    else:
        (directory / "webhook").write_text(webhook)
        setting = f"webhook_url_file: {directory / 'webhook'}"
    (directory / "alertmanager.yml").write_text(WEBHOOK_FILE.sub(setting, text))
    command = [
        programs.alertmanager,
        f"--config.file={directory / 'alertmanager.yml'}",
        f"--storage.path={directory / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    return Monitor("Alertmanager", command, directory, port)


def _with_static_targets(text: str) -> str:
    """A machine without containers has no DNS that names them."""

    def static(block: re.Match[str]) -> str:
        name = re.search(r"names: *\[['\"]?([\w-]+)", block.group())
        port = re.search(r"port: *(\d+)", block.group())
        if not name or not port:
            raise Problem(
                "observability/prometheus.yml: dns_sd_configs needs names: [..] and port."
            )
        indent = block.group("indent")
        return f"{indent}static_configs:\n{indent}  - targets: ['{name[1]}:{port[1]}']\n"

    return DNS_DISCOVERY.sub(static, text)


def _version(program: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version_of(program)))
