"""A few clients who use every route, rightly and wrongly, as long as they are let."""

import http.client
import itertools
import json
import threading
import time

PAUSE = 0.1
BULK = (
    '--b\r\nContent-Disposition: form-data; name="file"; filename="users.csv"\r\n'
    "Content-Type: text/csv\r\n\r\nusername,email\nimported,imported@example.org\n\r\n--b--\r\n"
)


class Load:
    """Clients of a service; use as a context manager."""

    def __init__(self, port: int, clients: int = 4) -> None:
        self._port = port
        self._numbers = itertools.count(1)
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._walk, daemon=True) for _ in range(clients)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _walk(self) -> None:
        code: object = ""
        url_id: object = 0
        while not self._ended.is_set():
            number = next(self._numbers)
            made = self._send("POST", "/urls", {"original_url": f"https://example.org/{number}"})
            if made:
                code, url_id = made["short_code"], made["id"]
            user = {"username": f"visitor{number}", "email": "visitor@example.org"}
            for method, path, body in (
                ("GET", "/health", None),
                ("POST", "/shorten", {"url": "https://example.org/"}),
                ("GET", f"/{code}", None),
                ("GET", f"/{code}", None),
                ("HEAD", f"/{code}", None),
                ("GET", "/zzzzzz", None),
                ("GET", "/nowhere/at/all", None),
                ("GET", "/urls?page=1&per_page=5", None),
                ("GET", f"/urls/{url_id}", None),
                ("PUT", f"/urls/{url_id}", {"original_url": "https://example.org/changed"}),
                ("GET", f"/{code}", None),
                ("POST", "/users", user),
                ("POST", "/users", {"username": 1}),
                ("GET", "/users?page=1&per_page=5", None),
                ("POST", "/events", {"event_type": "shared", "url_id": url_id}),
                ("GET", "/events?page=1&per_page=5", None),
                ("PATCH", "/urls", None),
                ("POST", "/users/bulk", BULK),
            ):
                self._send(method, path, body)

    def _send(self, method: str, path: str, body: object) -> dict[str, object] | None:
        """What was made, when something was. That the service fails now and then is wanted."""
        if self._ended.wait(PAUSE):
            return None
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        content_type = "application/json"
        text: str | None = None
        if isinstance(body, str):
            content_type, text = "multipart/form-data; boundary=b", body
        elif body is not None:
            text = json.dumps(body)
        try:
            connection.request(method, path, text, {"Content-Type": content_type})
            answer = connection.getresponse()
            content = answer.read()
            return json.loads(content) if answer.status == 201 and path == "/urls" else None
        except (OSError, http.client.HTTPException):
            time.sleep(PAUSE)
            return None
        finally:
            connection.close()
