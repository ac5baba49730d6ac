package io.shortener.transfer;

import io.shortener.database.DatabaseAddress;
import io.shortener.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The data of an instance, brought in and out without a command. */
final class Instance {
  private final DatabaseAddress address;
  private final List<String> said = new ArrayList<>();

  private Instance(DatabaseAddress address) {
    this.address = address;
  }

  static Instance empty() {
    return new Instance(TestPostgres.migratedDatabase());
  }

  static Instance withFixtures() {
    return new Instance(TestPostgres.seededDatabase());
  }

  DatabaseAddress address() {
    return address;
  }

  /** What was said for good since the instance was made. */
  List<String> said() {
    return said;
  }

  void run(String... statements) {
    jdbi().useHandle(handle -> List.of(statements).forEach(handle::execute));
  }

  long number(String query) {
    return jdbi().withHandle(handle -> handle.createQuery(query).mapTo(long.class).one());
  }

  String text(String query) {
    return jdbi().withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  private Jdbi jdbi() {
    return Jdbi.create(address.jdbcUrl(), address.user(), address.password());
  }

  /** Exports to a directory and reads what is there. */
  Map<String, String> exportTo(Path directory) throws SQLException, IOException {
    try (Connection connection = address.connect("test", Duration.ZERO)) {
      new Export(connection, new Heard(said))
          .run(ExportDirectory.open(directory, Export.files(), false));
    }
    Map<String, String> files = new LinkedHashMap<>();
    Export.files().forEach(file -> files.put(file, read(directory.resolve(file))));
    return files;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<FileOutcome> importFrom(Path directory) throws SQLException, IOException {
    return importFrom(directory, new Heard(said));
  }

  /** In small batches, so that small files have many. */
  List<FileOutcome> importFrom(Path directory, Progress progress) throws SQLException, IOException {
    try (Connection connection = address.connect("test", Duration.ZERO)) {
      return new Import(connection, progress, 100).run(directory);
    }
  }

  /** Remembers what is said. */
  record Heard(List<String> said) implements Progress {
    @Override
    public void begin(String name, long total) {
      // Nobody looks on.
    }

    @Override
    public void reach(long done) {
      // Nobody looks on.
    }

    @Override
    public void end() {
      // Nobody looks on.
    }

    @Override
    public void say(String line) {
      said.add(line);
    }
  }
}
