package io.shortener.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Swagger UI, of which only those files are read that the page needs. */
final class Viewer {
  static final String SCRIPT = "text/javascript";
  static final String STYLE = "text/css";
  static final String PICTURE = "image/png";

  private static final String UTF_8 = ";charset=utf-8";

  private final Rendering page;
  private final Map<String, Part> parts = new TreeMap<>();

  Viewer() {
    String webjar = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
    page = new Rendering(read("docs.html"));
    add("start.js", "", SCRIPT + UTF_8);
    add("swagger-ui-bundle.js", webjar, SCRIPT + UTF_8);
    add("swagger-ui.css", webjar, STYLE + UTF_8);
    add("favicon-32x32.png", webjar, PICTURE);
  }

  Rendering page() {
    return page;
  }

  Optional<Part> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  String[] names() {
    return parts.keySet().toArray(String[]::new);
  }

  private void add(String name, String directory, String mediaType) {
    parts.put(name, new Part(mediaType, new Rendering(read(directory + name))));
  }

  /** The webjar has it in its paths. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream file = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(properties.getProperty("version"));
  }

  private static byte[] read(String name) {
    try (InputStream file = open(name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Viewer.class.getResourceAsStream(name), name);
  }

  /** A file, as it is sent. */
  record Part(String mediaType, Rendering content) {}
}
