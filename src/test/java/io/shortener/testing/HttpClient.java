package io.shortener.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks a port of the service; follows no redirect. Thread-safe. */
public final class HttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
  private final int port;
  private final String[] always;

  HttpClient(int port, String... always) {
    this.port = port;
    this.always = always;
  }

  /** One that sends these headers with every request. */
  public HttpClient with(String... headers) {
    return new HttpClient(port, headers);
  }

  /** A client of a local port. */
  public static HttpClient to(int port) {
    return new HttpClient(port);
  }

  public int port() {
    return port;
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** Sends a JSON text. */
  public Answer post(String path, String json) {
    return send("POST", path, json, "Content-Type", "application/json");
  }

  /** Sends a JSON text. */
  public Answer put(String path, String json) {
    return send("PUT", path, json, "Content-Type", "application/json");
  }

  /** Sends a body of any bytes as JSON. */
  public Answer post(String path, byte[] body) {
    return send(
        request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  /** Sends a body of unknown length as JSON, in chunks. */
  public Answer postChunked(String path, byte[] body) {
    return send(
        request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build());
  }

  /** Sends a file as the field {@code file} of a form. */
  public Answer upload(String path, byte[] file) {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n";
    byte[] body =
        com.google.common.primitives.Bytes.concat(
            head.getBytes(StandardCharsets.US_ASCII),
            file,
            "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return send(
        request(path, "Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  public Answer send(
      String method,
      String path,
      @org.jspecify.annotations.Nullable String body,
      String... headers) {
    return send(
        request(path, headers)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60));
    for (String[] names : new String[][] {always, headers}) {
      if (names.length > 0) {
        request.headers(names);
      }
    }
    return request;
  }

  private Answer send(HttpRequest request) {
    try {
      return new Answer(client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The text of an error. */
    public String error() {
      return json().path("error").asText();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }
}
