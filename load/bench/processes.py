"""Servers as child processes: started, watched, stopped, and what they cost."""

import contextlib
import os
import pwd
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .problem import Problem

STOP_LIMIT = 60.0
PORTS = range(24_000, 32_000)
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A running program with its own children, in a session of its own: Ctrl-C is for us alone."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        directory: Path | None = None,
    ) -> None:
        self.name = name
        self._log = log
        self._stop_signal = stop_signal
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=environment,
                start_new_session=True,
                **as_user(user),
            )

    @property
    def pid(self) -> int:
        """Of the program itself."""
        return self._process.pid

    def said(self, text: str) -> bool:
        """Whether it has printed this."""
        with self._log.open(errors="replace") as lines:
            return any(text in line for line in lines)

    def wait_until(self, ready: Callable[[], bool], limit: float) -> None:
        """Returns when it is ready; stops it and tells its last words when that does not happen."""
        try:
            self._await(ready, limit)
        except BaseException:
            self.stop()
            raise

    def _await(self, ready: Callable[[], bool], limit: float) -> None:
        end = time.monotonic() + limit
        while not ready():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > end:
                what = "ended at once" if ended else f"was not ready after {limit:.0f} seconds"
                raise Problem(f"{self.name} {what}; its last words:\n{self._last_words()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Asks it to end, and kills it when it does not."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """Kills it; returns when it is gone."""
        self._process.kill()
        self._process.wait()

    def cpu_seconds(self) -> float:
        """Processor time so far, of children that have ended as well."""
        own = _stat(self._process.pid)
        ticks = sum(own[11:15])
        for child in _children(self._process.pid):
            ticks += sum(_stat(child)[11:13])
        return ticks / TICKS

    def resident_memory(self) -> int:
        """Bytes in memory of the program without its children."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(
            int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")
        )

    def memory(self) -> int:
        """Bytes in memory; pages that its processes share are counted once."""
        family = [self._process.pid, *_children(self._process.pid)]
        return sum(_proportional_memory(pid) for pid in family)

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-20:])


def as_user(user: str | None) -> dict[str, object]:
    """Arguments for subprocess that make a program run as somebody."""
    if user is None:
        return {}
    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def free_port() -> int:
    """A port of the loopback interface that nobody uses.

    It is none of those that the kernel gives to outgoing connections: a server that is started again
    finds it still free.
    """
    while True:
        port = random.choice(PORTS)
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


def listens(port: int) -> bool:
    """Whether somebody does."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _children(parent: int) -> list[int]:
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _stat(pid)[1] == parent]


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/PID/stat from the state on, that one as 0; zeros when it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return [0] * 50
    return [0, *map(int, text.rpartition(")")[2].split()[1:])]


def _proportional_memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
