package io.shortener.faults;

import io.shortener.testing.HttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A PostgreSQL and the service on it, up between rounds. */
final class Installation implements Closeable {
  private static final Duration RESTORE_LIMIT = Duration.ofSeconds(30);

  private final FragilePostgres postgres;
  private final Service service;
  private final Service second;
  private final Optional<SmallDisk> disk;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Installation(
      Path directory,
      FragilePostgres postgres,
      Optional<SmallDisk> disk,
      Service.Launcher launcher) {
    this.postgres = postgres;
    this.disk = disk;
    this.service = new Service(made(directory.resolve("first")), launcher);
    this.second = new Service(made(directory.resolve("second")), launcher);
  }

  /**
   * Puts the parts together; they end with this process at the latest.
   *
   * @param directory takes what the services leave
   * @param disk that PostgreSQL has its data on, if it is one that can be filled
   */
  static Installation of(
      Path directory,
      FragilePostgres postgres,
      Optional<SmallDisk> disk,
      Service.Launcher launcher) {
    Installation installation = new Installation(directory, postgres, disk, launcher);
    Runtime.getRuntime().addShutdownHook(new Thread(installation::close));
    return installation;
  }

  /** Sees to it that a round finds everything as it should be. */
  void restore() {
    disk.ifPresent(SmallDisk::free);
    postgres.thaw();
    postgres.start();
    service.use(postgres.port());
    Patience.await(
        RESTORE_LIMIT,
        "the service reaches its database",
        () -> http().get("/urls?page=1&per_page=1").status() == 200);
  }

  FragilePostgres postgres() {
    return postgres;
  }

  Service service() {
    return service;
  }

  /** Another process of the service on the same database; it does not run between rounds. */
  Service second() {
    return second;
  }

  SmallDisk disk() {
    return disk.orElseThrow(() -> new FaultException("PostgreSQL is on a disk of usual size"));
  }

  HttpClient http() {
    return service.http();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    second.close();
    service.close();
    postgres.close();
    disk.ifPresent(SmallDisk::close);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
