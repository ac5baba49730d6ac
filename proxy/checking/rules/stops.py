"""The service itself stops. Last of all, since it does not come back."""

from ..stage import Stage, expect, expect_error, rule
from ..wire import STRANGER, ask


@rule("the service itself, frozen: 504 JSON after 5 seconds; it goes on when it is thawed")
def _(stage: Stage) -> None:
    code = stage.shorten("https://example.org/frozen")
    stage.service.freeze()
    try:
        for path in (f"/{code}", "/users/1"):
            answer = ask(stage.port, "GET", path)
            expect_error(answer, 504, path)
            expect(4.5 < answer.seconds < 6.5, f"it took {answer.seconds:.1f} seconds")
    finally:
        stage.service.thaw()
    answer = ask(stage.port, "GET", f"/{code}")
    expect(answer.status == 302, f"thawed, it was answered {answer.status}")


@rule("/chaos with its token stops the service, from everywhere; then there is 502 JSON")
def _(stage: Stage) -> None:
    token = {"X-Chaos-Token": stage.service.token}
    answer = ask(stage.port, "GET", "/chaos", token, source=STRANGER)
    expect(answer.status == 204, f"it was answered {answer.status}")
    expect(stage.service.ends_within(60), "it goes on")
    for path in ("/health", "/users/1", "/abcdef", "/urls", "/logs", "/chaos"):
        expect_error(ask(stage.port, "GET", path, token), 502, path)
    expect("no live upstreams" not in stage.proxy.log(), "a single instance was given up")
    expect(stage.service.token not in stage.proxy.log(), "the token is in the log")
