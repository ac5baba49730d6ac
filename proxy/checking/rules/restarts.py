"""Two real instances that are restarted in turns while visitors and clients go on."""

import json
import threading
import time
from collections.abc import Callable

from ..nginx import Proxy
from ..shortener import Shortener
from ..stage import Stage, expect, rule
from ..wire import Answer, Connection, as_json, ask, request

# Seconds between two requests of a client.
PAUSE = 0.03


class Load:
    """Clients that follow a link each, and one that makes links; they count what they are told."""

    def __init__(self, proxy: Proxy, codes: list[str], *, creates: bool) -> None:
        self._proxy = proxy
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.redirects = self.creations = self.repeated = 0
        self.failures: list[str] = []
        self._threads = [
            threading.Thread(target=self._visit_on_one_connection, args=codes[:1], daemon=True),
            *(
                threading.Thread(target=self._visit_anew, args=[code], daemon=True)
                for code in codes[1:]
            ),
        ]
        if creates:
            self._threads.append(threading.Thread(target=self._create, daemon=True))

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _visit_anew(self, code: str) -> None:
        while not self._stop.wait(PAUSE):
            self._count(lambda: ask(self._proxy.port, "GET", f"/{code}"), 302)

    def _create(self) -> None:
        headers, body = as_json({"url": "https://example.org/made-meanwhile"})
        while not self._stop.wait(PAUSE):
            self._count(lambda: ask(self._proxy.port, "POST", "/shorten", headers, body), 201)

    def _visit_on_one_connection(self, code: str) -> None:
        """As a browser does: when a kept connection ends before an answer, it takes a new one."""
        while not self._stop.is_set():
            try:
                with Connection(self._proxy.port) as connection:
                    self._visit_until_it_ends(connection, code)
            except (OSError, ValueError) as error:
                self._note(error, 302)

    def _visit_until_it_ends(self, connection: Connection, code: str) -> None:
        is_new = True
        while not self._stop.wait(PAUSE):
            connection.send(request("GET", f"/{code}"))
            answer = connection.receive()
            if answer is None and not is_new:
                self.repeated += 1
                return
            is_new = False
            self._note(answer, 302)
            if answer is None or answer.header("Connection") == "close":
                return

    def _count(self, ask_once: Callable[[], Answer], good: int) -> None:
        try:
            self._note(ask_once(), good)
        except (OSError, ValueError) as error:
            self._note(error, good)

    def _note(self, got: Answer | OSError | ValueError | None, good: int) -> None:
        status = got.status if isinstance(got, Answer) else None
        with self._lock:
            if status != good:
                self.failures.append(f"{status or repr(got)} to {'GET' if good == 302 else 'POST'}")
            elif good == 302:
                self.redirects += 1
            else:
                self.creations += 1


@rule(
    "a rolling restart loses no request and no click: out, drained, stopped, started, in again",
    needs_postgres=True,
)
def _(stage: Stage) -> None:
    instances = stage.pair()
    codes = [_shorten(instances[0]) for _ in range(3)]
    with stage.in_front_of_services(instances) as proxy, Load(proxy, codes, creates=True) as load:
        time.sleep(1)
        for instance in instances:
            others = [_name(other) for other in instances if other is not instance]
            proxy.route_to(*others)
            proxy.await_end(proxy.reload())
            instance.stop()
            instance.start()
        proxy.route_to("--all")
        proxy.await_end(proxy.reload())
        time.sleep(1)
    expect(not load.failures, f"{len(load.failures)} failed, first {load.failures[:3]}")
    expect(load.redirects > 300 and load.creations > 100, "there was little to lose")
    if stage.nginx.is_recent:
        expect(load.repeated == 0, f"{load.repeated} kept connections ended before an answer")
    counted = sum(_clicks(instances[0], code) for code in codes)
    expect(counted == load.redirects, f"{load.redirects} redirects are {counted} clicks")
    _tell(load)


@rule(
    "an instance that is killed costs only what was in flight, and no click doubles",
    needs_postgres=True,
)
def _(stage: Stage) -> None:
    killed, other = stage.pair()
    codes = [_shorten(other) for _ in range(8)]
    with (
        stage.in_front_of_services([killed, other]) as proxy,
        Load(proxy, codes, creates=False) as load,
    ):
        for _ in range(3):
            time.sleep(2)
            killed.kill()
            time.sleep(2)
            killed.start()
            # Until the proxy tries it again.
            time.sleep(6)
    failed = len(load.failures)
    most = 3 * len(codes)
    expect(failed <= most, f"{failed} failed, {most} were in flight; {load.failures[-3:]}")
    strange = [failure for failure in load.failures if not failure.startswith("502 ")]
    expect(not strange, f"other failures than 502: {strange[:3]}")
    counted = sum(_clicks(other, code) for code in codes)
    expect(
        load.redirects <= counted <= load.redirects + failed,
        f"{load.redirects} redirects and {failed} failed visits are {counted} clicks",
    )
    _tell(load)
    print(f"        {counted} clicks", flush=True)


def _tell(load: Load) -> None:
    print(
        f"        {load.redirects} redirects, {load.creations} creations,"
        f" {len(load.failures)} failed, {load.repeated} repeated on a new connection",
        flush=True,
    )


def _name(instance: Shortener) -> str:
    return f"127.0.0.1:{instance.port}:{instance.admin_port}"


def _shorten(instance: Shortener) -> str:
    answer = ask(
        instance.port, "POST", "/shorten", *as_json({"url": "https://example.org/rolling"})
    )
    return str(json.loads(answer.body)["short_code"])


def _clicks(instance: Shortener, code: str) -> int:
    answer = ask(instance.port, "GET", "/urls?page=1&per_page=10000")
    return sum(url["click_count"] for url in json.loads(answer.body) if url["short_code"] == code)
