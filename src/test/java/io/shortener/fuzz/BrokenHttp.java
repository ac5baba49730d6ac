package io.shortener.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Breaks the HTTP around a good request, or bends it in ways that a server has to bear. */
final class BrokenHttp {
  private static final List<String> BAD_HEADERS =
      List.of(
          "no colon",
          ": no name",
          "two words: x",
          "X-Space : x",
          "X-Nul: a\u0000b",
          "X-Control: a\u0001b",
          "X-Cr: a\rb",
          "X\u00e9: x",
          "(X): x",
          " folded: x",
          "\tfolded",
          "Content-Length: -1",
          "Content-Length: abc",
          "Content-Length: 1, 2",
          "Content-Length: 99999999999999999999999",
          "Content-Length: 1\r\nContent-Length: 2",
          "Content-Length: 2\r\nTransfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, gzip",
          "Transfer-Encoding: nonsense",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
          "Host: other",
          "Expect: nonsense",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAA",
          "Connection: close, keep-alive");

  private static final List<String> BAD_HOSTS =
      List.of(
          "",
          "Host:",
          "Host: a b",
          "Host: localhost:99999",
          "Host: localhost:abc",
          "Host: [::1",
          "Host: a/b",
          "Host: \u00e9",
          "Host: user@localhost",
          "Host: a,b",
          "Host: <x>",
          "Host: %00");

  private static final List<String> ODD_HEADERS =
      List.of(
          "Accept: text/html",
          "Accept: text/csv",
          "Accept: application/x-ndjson",
          "Accept: garbage",
          "Accept: application/xml;q=zz",
          "Accept-Encoding: identity;q=x",
          "Accept-Language: \u00e9",
          "Accept-Charset: utf-16",
          "Authorization: Basic !!!",
          "Cookie: a=\"b; c",
          "Cookie: " + "x=y; ".repeat(60),
          "Range: bytes=0-1",
          "If-Match: \"x\"",
          "If-None-Match: *",
          "If-Modified-Since: never",
          "Origin: null",
          "Forwarded: for=\"x",
          "X-Forwarded-For: not an address",
          "X-Forwarded-Host: evil.example",
          "X-Forwarded-Host: " + "a".repeat(5_000),
          "X-Forwarded-Proto: javascript",
          "X-Request-ID: <script>",
          "X-Request-ID: " + "a".repeat(200),
          "X-HTTP-Method-Override: DELETE",
          "X-Invalid: \u00ff\u00fe",
          "Date: never",
          "TE: trailers",
          "Trailer: X",
          "Max-Forwards: 0",
          "Via: 1.1 x");

  private static final List<String> NO_REQUESTS =
      List.of(
          "\r\n\r\n",
          "GET\r\n\r\n",
          "GET /users\r\n\r\n",
          "GET  /users  HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /us ers HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET users HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ?a=b HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http://[::1/users HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /users HTTP/1.1 x\r\nHost: a\r\n\r\n",
          "GET /users#f HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /us\u0000ers HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /us\u0001ers HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /\u00ff\u00fe HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /users/\u00d9\u00a1 HTTP/1.1\r\nHost: a\r\n\r\n",
          "G\u0000T /users HTTP/1.1\r\nHost: a\r\n\r\n",
          "G(T /users HTTP/1.1\r\nHost: a\r\n\r\n",
          "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n",
          "CONNECT /users HTTP/1.1\r\nHost: a\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
          "\u0000\u0000\u0000\u0000\r\n\r\n",
          "<html>\r\n\r\n",
          "{}\r\n\r\n");

  private static final int[] REFUSALS = {400, 404, 405, 411, 413, 414, 417, 426, 431, 501, 505};

  private final Dice dice;

  BrokenHttp(Dice dice) {
    this.dice = dice;
  }

  /** A header that changes nothing, or a body in chunks. */
  void bend(Draft draft) {
    if (draft.body.length > 0 && draft.body.length < 100_000 && dice.chance(40)) {
      String ending = dice.pick("0\r\n\r\n", "0\r\nX-Trailer: x\r\n\r\n", "000;x=y\r\n\r\n");
      chunk(draft, Integer.toHexString(draft.body.length) + dice.pick("", ";ext=\"1\""), ending);
      return;
    }
    if (draft.body.length > 0 && draft.body.length < 100_000 && dice.chance(10)) {
      draft.header("Expect", "100-continue");
      return;
    }
    String odd = dice.pick(ODD_HEADERS);
    draft.headers.add(odd);
    if (odd.startsWith("Accept:") && draft.route.isList()) {
      draft.types.addAll(ListForms.TYPES);
    }
    if (dice.chance(10)) {
      draft.headers.add("Connection: close");
    }
  }

  /** Anything may be refused here, and some of it may be borne. */
  void breakIt(Draft draft) {
    draft.possible(REFUSALS);
    draft.closeAfter = true;
    draft.parses = false;
    // How many rows of its body are read depends on how it is broken.
    draft.outcomes.clear();
    switch (dice.below(10)) {
      case 0 ->
          draft.version =
              dice.pick(
                  "HTTP/2.0",
                  "HTTP/3.0",
                  "HTTP/1.7",
                  "HTTP/0.9",
                  "http/1.1",
                  "HTTP/1.",
                  "HTTP/11",
                  "X/1.1",
                  "HTTP/1.0");
      case 1, 2 -> draft.headers.add(dice.pick(BAD_HEADERS));
      case 3 -> {
        String host = dice.pick(BAD_HOSTS);
        draft.headers.set(0, host);
        draft.headers.removeIf(String::isEmpty);
      }
      case 4 -> tooLong(draft);
      case 5 -> wrongLength(draft);
      case 6 ->
          chunk(
              draft,
              dice.pick(
                  "zz", "-1", "ffffffffffffffffff", "", "1", "7fffffff", "0x10", " 5", "\u0000"),
              dice.pick("0\r\n\r\n", "", "0\r\n", "x", "0\r\nbad trailer\r\n\r\n"));
      case 7 -> {
        draft.fault(REFUSALS);
        draft.possible(200);
        draft.raw = java.util.Optional.of(latin(dice.pick(NO_REQUESTS)));
      }
      case 8 -> flip(draft);
      default -> {
        draft.headers.add("Connection: close");
        String head = draft.head();
        draft.raw =
            java.util.Optional.of(
                latin(dice.chance(50) ? head.replace("\r\n", "\n") : "\r\n\r\n" + head));
      }
    }
    // What is missing never comes; what is too much is not read.
    draft.halfClose = true;
    draft.mayBeCut = true;
  }

  /** An unbroken request with too much of something. */
  private void tooLong(Draft draft) {
    switch (dice.below(4)) {
      case 0 -> {
        draft.fault(414, 431);
        draft.target += (draft.target.contains("?") ? "&" : "?") + "a".repeat(9_000);
      }
      case 1 -> {
        draft.fault(431);
        draft.header("X-Long", "a".repeat(9_000 + dice.below(20_000)));
      }
      case 2 -> {
        draft.fault(431);
        for (int i = 0; i < 2_000; i++) {
          draft.header("X-" + i, "a");
        }
      }
      default -> draft.method = "A".repeat(1 + dice.below(9_000));
    }
  }

  private void wrongLength(Draft draft) {
    int wrong =
        dice.pick(draft.body.length + 1, draft.body.length + 1_000, draft.body.length / 2, 0);
    draft.header("Content-Length", Integer.toString(wrong));
  }

  private static void chunk(Draft draft, String size, String ending) {
    draft.header("Transfer-Encoding", "chunked");
    byte[] start = latin(size + "\r\n");
    byte[] chunked = new byte[start.length + draft.body.length];
    System.arraycopy(start, 0, chunked, 0, start.length);
    System.arraycopy(draft.body, 0, chunked, start.length, draft.body.length);
    draft.body = JsonBodies.spliced(chunked, chunked.length, "\r\n" + ending);
  }

  /** Another byte somewhere, or one more, or nothing from there on. */
  private void flip(Draft draft) {
    byte[] bytes = draft.bytes();
    int at = dice.below(bytes.length);
    switch (dice.below(3)) {
      case 0 -> bytes[at] = (byte) dice.below(256);
      case 1 -> bytes = JsonBodies.spliced(bytes, at, dice.below(256));
      default -> bytes = java.util.Arrays.copyOf(bytes, at);
    }
    draft.raw = java.util.Optional.of(bytes);
    draft.anything();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
