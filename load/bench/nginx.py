"""nginx with one answer: the ceiling that the service is compared with."""

from pathlib import Path

from .processes import Server, free_port, listens
from .tools import Tools

# As long as the links that the service redirects to.
LOCATION = "https://example.org/articles/2026/" + "0" * 32 + "/00000000.html"

CONFIGURATION = """\
daemon off;
worker_processes auto;
pid {directory}/nginx.pid;
error_log stderr warn;
events {{
  worker_connections 4096;
}}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    return 302 {location};
  }}
}}
"""


class Nginx:
    """A running nginx."""

    def __init__(self, tools: Tools, directory: Path) -> None:
        directory.mkdir()
        port = free_port()
        configuration = directory / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(directory=directory, port=port, location=LOCATION)
        )
        self.url = f"http://127.0.0.1:{port}"
        command = [tools.nginx, "-c", str(configuration), "-e", "stderr"]
        self.server = Server("nginx", command, directory / "log")
        self.server.wait_until(lambda: listens(port), 10)
