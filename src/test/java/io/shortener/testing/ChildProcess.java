package io.shortener.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service in a JVM of its own, started as operators start it, for tests of its end. */
public final class ChildProcess implements Closeable {
  private final Process process;
  private final Path out;
  private final Path err;
  private final HttpClient http;
  private final HttpClient admin;

  private ChildProcess(
      Path directory,
      List<String> program,
      Map<String, String> environment,
      List<String> arguments) {
    try {
      this.out = Files.createTempFile(directory, "out", ".log");
      this.err = Files.createTempFile(directory, "err", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(program);
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().put("PORT", Integer.toString(freePort()));
      builder.environment().put("ADMIN_PORT", Integer.toString(freePort()));
      builder.environment().putAll(environment);
      this.http = new HttpClient(port(builder, "PORT"));
      this.admin = new HttpClient(port(builder, "ADMIN_PORT"));
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a command of the service.
   *
   * @param directory takes what it prints
   * @param environment may name {@code PORT} and {@code ADMIN_PORT}; free ones otherwise
   */
  public static ChildProcess run(
      Path directory, Map<String, String> environment, String... arguments) {
    List<String> program =
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.shortener.ShortenerApplication");
    return new ChildProcess(directory, program, environment, List.of(arguments));
  }

  /** As {@link #run}, but the built jar with the settings that a JVM has of its own. */
  public static ChildProcess runJar(
      Path jar, Path directory, Map<String, String> environment, String... arguments) {
    List<String> program = List.of("-jar", jar.toString());
    return new ChildProcess(directory, program, environment, List.of(arguments));
  }

  /** A port that nothing listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpClient http() {
    return http;
  }

  public HttpClient admin() {
    return admin;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public boolean isUp() {
    try {
      return http.get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** As Ctrl-C or a container's stop. */
  public void terminate() {
    process.destroy();
  }

  /** As the kernel does when memory is short. */
  public void kill() {
    process.destroyForcibly();
    exitStatus();
  }

  /** Waits for the end. */
  public int exitStatus() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("The process does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String out() {
    return read(out);
  }

  /** The warnings and errors in its log, but for the one that nobody is asked for a key. */
  public List<String> complaints() {
    return out()
        .lines()
        .filter(line -> line.contains("WARN") || line.contains("ERROR"))
        .filter(line -> !line.contains("ACCESS=keys"))
        .toList();
  }

  public String err() {
    return read(err);
  }

  private static int port(ProcessBuilder builder, String name) {
    return Integer.parseInt(builder.environment().getOrDefault(name, ""));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      exitStatus();
    }
  }
}
