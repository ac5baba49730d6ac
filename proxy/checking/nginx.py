"""nginx with the configuration that is checked, on ports and in directories of its own."""

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.problem import Problem
from bench.processes import Server, listens

from .ports import take_port
from .wire import STRANGER

PROXY = Path(__file__).resolve().parents[1]

# The first to know all of upstream.conf.
RECENT = (1, 27, 4)


class Nginx:
    """The program."""

    def __init__(self, path: str) -> None:
        self.path = path
        result = subprocess.run([path, "-v"], capture_output=True, text=True, check=False)
        match = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", result.stderr)
        if not match:
            raise Problem(f"{path} does not say its version as nginx does.")
        self.version = tuple(map(int, match.groups()))

    @property
    def is_recent(self) -> bool:
        """Whether it knows all of upstream.conf."""
        return self.version >= RECENT


class Configuration:
    """A copy of proxy/ that differs in ports, paths, and in where the service is."""

    def __init__(self, nginx: Nginx, directory: Path) -> None:
        self._nginx = nginx
        self.directory = directory
        self.port = take_port()
        self.tls_port = take_port()
        directory.mkdir()
        directory.chmod(0o755)
        (directory / "tmp").mkdir()
        for folder in ("switches", "tls"):
            (directory / folder).mkdir()
        for file in [*PROXY.glob("*.conf"), PROXY / "route-to"]:
            shutil.copy(file, directory)
        self.replace("nginx.conf", "listen 8080", f"listen 127.0.0.1:{self.port}")
        self.replace("nginx.conf", "/tmp/", f"{directory}/tmp/")
        self.replace("routes.conf", "/etc/nginx/", f"{directory}/")
        private = directory / "private-addresses.conf"
        private.write_text(f"{private.read_text()}\n{STRANGER}/32 0;\n")

    def replace(self, file: str, old: str, new: str) -> None:
        """Changes a text wherever it stands; that it stands there at all is part of the check."""
        path = self.directory / file
        text = path.read_text()
        if old not in text:
            raise Problem(f"{file} has no '{old}' any more, which this check replaces.")
        path.write_text(text.replace(old, new))

    def serve(self, app: Sequence[int], admin: Sequence[int]) -> None:
        """Names the instances, with upstream.conf's own limits."""
        text = (PROXY / "upstream.conf").read_text()
        for name, ports in (("app:8080", app), ("app:8081", admin)):
            server = re.compile(rf"server {name} resolve (.*);")
            if not server.search(text):
                raise Problem(f"upstream.conf has no server {name} any more.")
            text = server.sub(
                lambda match, ports=ports: "\n  ".join(
                    f"server 127.0.0.1:{port} {match[1]};" for port in ports
                ),
                text,
            )
        if not self._nginx.is_recent:
            text = re.sub(r"^(resolver|keepalive_min_timeout).*$", "", text, flags=re.M)
        (self.directory / "upstream.conf").write_text(text)

    def discover(self, dns_port: int, app_port: int) -> None:
        """Leaves upstream.conf as it is, but for where DNS and the service listen."""
        self.replace("upstream.conf", "127.0.0.11", f"127.0.0.1:{dns_port}")
        for port in (8080, 8081):
            self.replace("upstream.conf", f"app:{port}", f"app:{app_port}")

    def enable_tls(self) -> None:
        """Switches the second server on, with a certificate of its own."""
        tls = self.directory / "tls"
        command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-days", "2", "-keyout", f"{tls}/privkey.pem", "-out", f"{tls}/fullchain.pem"]
        subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
        (tls / "privkey.pem").chmod(0o644)
        (tls / "server.conf").write_text((PROXY / "tls" / "server.conf.example").read_text())
        self.replace("tls/server.conf", "listen 8443", f"listen 127.0.0.1:{self.tls_port}")


class Proxy:
    """A running nginx."""

    def __init__(self, nginx: Nginx, configuration: Configuration) -> None:
        self.port = configuration.port
        self.tls_port = configuration.tls_port
        self.directory = configuration.directory
        self._nginx = nginx
        self._log = self.directory / "log"
        self._log.touch()
        self._user = _unprivileged_user()
        if self._user:
            shutil.chown(self._log, self._user)
            shutil.chown(self.directory / "tmp", self._user)
        self._server = Server(
            "nginx",
            [*self._command(), "-g", "daemon off;"],
            self._log,
            user=self._user,
        )
        pid = self.directory / "tmp" / "nginx.pid"
        self._server.wait_until(lambda: pid.exists() and listens(self.port), 10)

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def read_only(self) -> Path:
        """The switch: it is on while this file exists."""
        return self.directory / "switches" / "read-only"

    def reload(self) -> set[int]:
        """Reads the configuration again; returns the workers that end."""
        old = self.workers()
        subprocess.run(
            [*self._command(), "-s", "reload"], check=True, capture_output=True, user=self._user
        )
        end = time.monotonic() + 10
        while self.workers() <= old and time.monotonic() < end:
            time.sleep(0.02)
        return old

    def await_end(self, workers: set[int]) -> None:
        """Returns when they have ended."""
        end = time.monotonic() + 60
        while workers & self.workers():
            if time.monotonic() > end:
                raise Problem("nginx has old workers a minute after a reload.")
            time.sleep(0.05)

    def route_to(self, *instances: str) -> None:
        """Names the instances for the next reload."""
        command = [str(self.directory / "route-to"), *instances]
        subprocess.run(command, check=True, capture_output=True)

    def workers(self) -> set[int]:
        """The processes that answer, those that are about to end too."""
        pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return {pid for pid in pids if _parent(pid) == self._server.pid}

    def access_log(self, request_id: str) -> dict[str, object]:
        """The line of a request."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            for line in self.log().splitlines():
                if line.startswith("{") and f'"{request_id}"' in line:
                    entry: dict[str, object] = json.loads(line)
                    return entry
            time.sleep(0.05)
        raise Problem(f"The access log has no line for the request {request_id}.")

    def log(self) -> str:
        """All that it wrote, on both outputs."""
        return self._log.read_text(errors="strict")

    def _command(self) -> list[str]:
        return [self._nginx.path, "-c", str(self.directory / "nginx.conf"), "-e", "/dev/stderr"]


def test(nginx: Nginx, configuration: Configuration) -> str:
    """What `nginx -t` says against it; empty when it is good."""
    directory = configuration.directory
    result = subprocess.run(
        [nginx.path, "-t", "-q", "-c", str(directory / "nginx.conf"), "-e", "/dev/stderr"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.stdout.strip() if result.returncode or "[warn]" in result.stdout else ""


def new_directory() -> Path:
    """A directory that nginx's user can read, in the system's temporary one."""
    directory = Path(tempfile.mkdtemp(prefix="shortener-proxy-"))
    directory.chmod(0o755)
    return directory


def _unprivileged_user() -> str | None:
    """Whom nginx runs as, as it does in its container, when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "www-data"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem("nginx shall not run as root here, and there is no user nobody; add one.")


def _parent(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(text.rpartition(")")[2].split()[1])
