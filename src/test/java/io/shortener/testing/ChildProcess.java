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
  private final int port;
  private final int adminPort;

  private ChildProcess(Path directory, Map<String, String> environment, List<String> arguments) {
    try {
      this.out = Files.createTempFile(directory, "out", ".log");
      this.err = Files.createTempFile(directory, "err", ".log");
      this.port = freePort();
      this.adminPort = freePort();
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("io.shortener.ShortenerApplication");
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().put("PORT", Integer.toString(port));
      builder.environment().put("ADMIN_PORT", Integer.toString(adminPort));
      builder.environment().putAll(environment);
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a command of the service.
   *
   * @param directory takes what it prints
   */
  public static ChildProcess run(
      Path directory, Map<String, String> environment, String... arguments) {
    return new ChildProcess(directory, environment, List.of(arguments));
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
    return new HttpClient(port);
  }

  public HttpClient admin() {
    return new HttpClient(adminPort);
  }

  public boolean isUp() {
    try {
      return http().get("/health").status() == 200;
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

  public String err() {
    return read(err);
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
