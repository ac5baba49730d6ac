package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is ended, and who is not, because a file names a process. */
class OrphanTest {
  @TempDir private Path temporary;

  @SuppressWarnings("NullAway.Init")
  private DataDirectory directory;

  @SuppressWarnings("NullAway.Init")
  private Path pidFile;

  @BeforeEach
  void hold() throws IOException {
    directory = DataDirectory.hold(temporary.resolve("data"));
    Files.createDirectories(directory.cluster());
    pidFile = directory.cluster().resolve("postmaster.pid");
  }

  @AfterEach
  void letGo() throws IOException {
    directory.close();
  }

  @Test
  void serverOfTheDirectoryIsStopped() throws Exception {
    Process server = run(directory.programs().resolve("PG-1/bin"), "postgres");
    name(server.pid() + "\n/some/where\n");

    new Orphan(directory).clearAway();

    assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void otherServerThatGotTheIdRunsOn() throws Exception {
    Process other = run(temporary.resolve("other"), "postgres");
    String content = other.pid() + "\n/some/where\n";
    name(content);
    try {
      new Orphan(directory).clearAway();

      assertThat(other.isAlive()).isTrue();
      assertThat(pidFile).hasContent(content);
    } finally {
      other.destroy();
    }
  }

  @Test
  void otherProgramThatGotTheIdRunsOnAndIsNoLongerNamed() throws Exception {
    Process other = run(temporary.resolve("other"), "program");
    name(other.pid() + "\n/some/where\n");
    try {
      new Orphan(directory).clearAway();

      assertThat(other.isAlive()).isTrue();
      assertThat(pidFile).hasContent("2147483647\n/some/where\n");
    } finally {
      other.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "garbage\n", "99999999999999999999\n"})
  void fileThatNamesNobodyIsLeftToPostgres(String content) throws Exception {
    name(content);

    new Orphan(directory).clearAway();

    assertThat(pidFile).hasContent(content);
  }

  private void name(String content) throws IOException {
    Files.writeString(pidFile, content);
  }

  /** A shell by that name, which waits for words that do not come. */
  private static Process run(Path directory, String name) throws IOException {
    Path program = Files.createDirectories(directory).resolve(name);
    Files.copy(Path.of("/bin/sh").toRealPath(), program);
    return new ProcessBuilder(program.toString(), "-c", "read line").start();
  }
}
