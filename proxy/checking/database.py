"""A PostgreSQL that two instances of the service share."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from bench.problem import Problem
from bench.processes import Server, listens

from .ports import take_port


def find_binaries() -> Path | None:
    """Where initdb and postgres are, the newest of Debian's or those on the PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: float(path.parents[1].name), reverse=True)
    on_path = shutil.which("initdb")
    found = [*newest, *([Path(on_path).resolve()] if on_path else [])]
    return found[0].parent if found else None


class Database:
    """A running cluster with an empty database; its data are kept as in production."""

    def __init__(self, binaries: Path, directory: Path) -> None:
        directory.mkdir()
        user = _unprivileged_user()
        password = secrets.token_hex(16)
        file = directory / "password"
        file.write_text(password)
        if user:
            shutil.chown(directory, user)
            shutil.chown(file, user)
        setup = [str(binaries / "initdb"), "-D", str(directory / "data"), "-U", "shortener"]
        options = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={file}"]
        result = subprocess.run(
            [*setup, *options], cwd="/", capture_output=True, text=True, check=False, user=user
        )
        if result.returncode != 0:
            raise Problem(f"PostgreSQL could not be set up:\n{result.stderr.strip()}")
        port = take_port()
        settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        self._server = Server(
            "PostgreSQL",
            [str(binaries / "postgres"), "-D", str(directory / "data")]
            + [part for setting in settings for part in ("-c", setting)],
            directory / "log",
            stop_signal=signal.SIGINT,
            user=user,
            directory=Path("/"),
        )
        self._server.wait_until(lambda: listens(port), 60)
        self.url = f"postgresql://shortener:{password}@127.0.0.1:{port}/postgres"

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem("PostgreSQL refuses to run as root, and there is no user postgres; add one.")
