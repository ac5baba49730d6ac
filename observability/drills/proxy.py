"""nginx with the configuration of proxy/, on this machine instead of in its container."""

import shutil
from pathlib import Path

from bench.problem import Problem
from bench.processes import Server, listens
from bench.tools import REPOSITORY

from .programs import Programs

START_LIMIT = 20.0

# Stands for proxy/upstream.conf, which asks Docker's DNS for the instances.
UPSTREAM = """\
upstream app {{
  server 127.0.0.1:{port};
  keepalive 64;
}}

upstream app_admin {{
  server 127.0.0.1:{admin_port};
}}
"""


class Proxy:
    """What visitors talk to."""

    def __init__(
        self, programs: Programs, directory: Path, port: int, service_port: int, admin_port: int
    ) -> None:
        self.port = port
        self._configuration = directory / "nginx.conf"
        self._log = directory / "log"
        self._program = programs.nginx
        directory.mkdir()
        # Without switches and certificates, which belong to the machine that they are on.
        for file in (REPOSITORY / "proxy").glob("*.conf"):
            shutil.copy(file, directory)
        (directory / "upstream.conf").write_text(
            UPSTREAM.format(port=service_port, admin_port=admin_port)
        )
        text = self._configuration.read_text()
        for container, here in {
            "listen 8080 default_server deferred;": f"listen 127.0.0.1:{port} default_server;",
            " /tmp": f" {directory}",
        }.items():
            if container not in text:
                raise Problem(f"proxy/nginx.conf has no '{container}'; mend drills/proxy.py.")
            text = text.replace(container, here)
        self._configuration.write_text(text)
        self._server: Server | None = None

    def start(self) -> None:
        """Returns when it takes connections."""
        self._server = Server(
            "nginx",
            [self._program, "-c", str(self._configuration), "-e", "stderr", "-g", "daemon off;"],
            self._log,
        )
        self._server.wait_until(lambda: listens(self.port), START_LIMIT)

    def stop(self) -> None:
        """Ends it."""
        if self._server:
            self._server.stop()
