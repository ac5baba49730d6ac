package io.shortener.ops;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine has for the service: processors, and the disk under its data. */
final class MachineMetrics {
  private MachineMetrics() {}

  static void show(PrometheusRegistry registry, Path dataDirectory) {
    GaugeWithCallback.builder()
        .name("process_cpus")
        .help("Processors that the process may use.")
        .callback(point -> point.call(Runtime.getRuntime().availableProcessors()))
        .register(registry);
    disk(
        registry,
        "data_disk_free_bytes",
        "What this user may still write to the disk of the data directory.",
        dataDirectory,
        FileStore::getUsableSpace);
    disk(
        registry,
        "data_disk_size_bytes",
        "Size of the disk of the data directory.",
        dataDirectory,
        FileStore::getTotalSpace);
  }

  /** A disk that cannot be read has no figure. */
  private static void disk(
      PrometheusRegistry registry, String name, String help, Path directory, Figure figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            point -> {
              try {
                point.call((double) figure.of(Files.getFileStore(directory)));
              } catch (IOException e) {
                // The click journal's health check tells of it.
              }
            })
        .register(registry);
  }

  private interface Figure {
    long of(FileStore disk) throws IOException;
  }
}
