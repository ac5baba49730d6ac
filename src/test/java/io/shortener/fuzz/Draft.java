package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request that is being put together, with what each of its parts means for the answer. Texts of
 * the head have one character per byte.
 */
final class Draft {
  final Endpoint endpoint;

  /** The route whose success the answer may be; {@link #endpoint} itself where that is a route. */
  final Endpoint route;

  String method;
  String target;
  String version = "HTTP/1.1";
  final List<String> headers = new ArrayList<>();
  byte[] body = {};

  /** Replaces head and body, byte for byte. */
  Optional<byte[]> raw = Optional.empty();

  /** What the body of a success may be. */
  final Set<String> types = new TreeSet<>(Set.of("application/json"));

  /** Whether the server can have read the request line and the headers. */
  boolean parses = true;

  /**
   * Whether the server can read the target. Where it cannot, it does not know that the method is
   * HEAD, and its refusal has a body, other than the contract says.
   */
  boolean readable = true;

  /** Whether the server may cut the connection instead of an answer, or while it is sent. */
  boolean mayBeCut;

  /** Whether the client says that nothing more will come. */
  boolean halfClose;

  /** Whether the connection is of no use afterwards. */
  boolean closeAfter;

  /** Fields of the answer that must be what was sent. */
  final Map<String, JsonNode> echoes = new HashMap<>();

  /** For each row of a body of many what may become of it; empty where nobody can know. */
  final List<Set<Integer>> outcomes = new ArrayList<>();

  private final Set<Integer> success = new TreeSet<>();
  private final Set<Integer> required = new TreeSet<>();
  private final Set<Integer> possible = new TreeSet<>();
  private final Set<String> messages = new TreeSet<>();
  private boolean anyMessage;

  Draft(Endpoint endpoint, Endpoint route) {
    this.endpoint = endpoint;
    this.route = route;
    this.method = route.method;
    this.target = route.template;
    success.add(route.success);
    headers.add("Host: localhost");
  }

  /** The answer can only be an error; with several faults, one of theirs. */
  void fault(int... statuses) {
    anyMessage = true;
    addAll(required, statuses);
  }

  /** As {@link #fault}, with the text that the contract gives. */
  void faultSaying(int status, String message) {
    messages.add(message);
    required.add(status);
  }

  /** The answer may be this error, for what is stored or because the contract leaves it open. */
  void possible(int... statuses) {
    addAll(possible, statuses);
  }

  /** The only success there is. */
  void succeedsWith(int status) {
    success.clear();
    success.add(status);
  }

  /** Nobody can know what the request still says: any success of its route, any refusal. */
  void anything() {
    required.clear();
    possible(200, 201, 204, 302, 400, 404, 405, 409, 413, 415);
  }

  /** The method decides before query and body are read; only the path comes first. */
  void dependsOnPathAlone() {
    boolean wrongPath = required.contains(404) || target.matches(".*/%.*");
    success.clear();
    required.clear();
    possible.clear();
    messages.clear();
    anyMessage = false;
    if (wrongPath) {
      possible(404);
    }
  }

  Set<Integer> allowed() {
    Set<Integer> allowed = new TreeSet<>(required.isEmpty() ? success : required);
    allowed.addAll(possible);
    if (asksForAVersion()) {
      allowed.add(412);
      if (method.matches("GET|HEAD")) {
        allowed.add(304);
      }
    }
    return allowed;
  }

  private boolean asksForAVersion() {
    return route.template.matches("/(users|urls)/\\{id}")
        && headers.stream().anyMatch(line -> line.matches("If-(None-)?Match:.*"));
  }

  /** Whether the contract leaves the text of this error to the service. */
  boolean allowsMessage(int status, String message) {
    return anyMessage
        || possible.contains(status)
        || !required.contains(status)
        || messages.contains(message);
  }

  boolean isFlawless() {
    return required.isEmpty();
  }

  void header(String name, String value) {
    headers.add(name + ": " + value);
  }

  void setBody(String contentType, byte[] bytes) {
    body = bytes;
    if (!contentType.isEmpty()) {
      header("Content-Type", contentType);
    }
  }

  /** What goes over the wire. */
  byte[] bytes() {
    return raw.orElseGet(
        () -> {
          boolean framed =
              headers.stream().anyMatch(line -> line.matches("(?i)(content-length|transfer-).*"));
          if (!framed && (body.length > 0 || method.matches("POST|PUT"))) {
            header("Content-Length", Integer.toString(body.length));
          }
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          bytes.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
          bytes.writeBytes(body);
          return bytes.toByteArray();
        });
  }

  String head() {
    return method
        + " "
        + target
        + " "
        + version
        + "\r\n"
        + String.join("\r\n", headers)
        + (headers.isEmpty() ? "\r\n" : "\r\n\r\n");
  }

  private static void addAll(Set<Integer> set, int... statuses) {
    for (int status : statuses) {
      set.add(status);
    }
  }
}
