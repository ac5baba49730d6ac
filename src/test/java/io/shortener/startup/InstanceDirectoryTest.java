package io.shortener.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {
  @TempDir private Path data;

  private final List<InstanceDirectory> held = new ArrayList<>();

  @AfterEach
  void release() throws IOException {
    for (InstanceDirectory directory : held) {
      directory.close();
    }
  }

  @Test
  void eachInstanceHasADirectoryOfItsOwn() {
    assertThat(hold().path()).isEqualTo(data.resolve("instances/1"));
    assertThat(hold().path()).isEqualTo(data.resolve("instances/2"));
    assertThat(data.resolve("instances/2")).isDirectory();
  }

  @Test
  void directoryThatIsReleasedIsTakenAgainWithWhatIsInIt() throws IOException {
    InstanceDirectory first = hold();
    hold();
    Files.writeString(first.path().resolve("left"), "behind");
    first.close();

    InstanceDirectory next = hold();

    assertThat(next.path()).isEqualTo(first.path());
    assertThat(next.path().resolve("left")).hasContent("behind");
  }

  @Test
  void onlyOthersThatNobodyHoldsAreAbandoned() throws IOException {
    InstanceDirectory first = hold();
    InstanceDirectory second = hold();
    InstanceDirectory third = hold();
    assertThat(third.abandoned()).isEmpty();
    first.close();

    List<InstanceDirectory> abandoned = third.abandoned();

    held.addAll(abandoned);
    assertThat(abandoned).extracting(InstanceDirectory::path).containsExactly(first.path());
    assertThat(second.abandoned()).isEmpty();
  }

  @Test
  void directoryThatCannotBeOpenedHoldsUpNobody() throws IOException {
    Files.createDirectories(data.resolve("instances/1/lock"));
    InstanceDirectory second = hold();
    InstanceDirectory third = hold();
    assertThat(second.path()).isEqualTo(data.resolve("instances/2"));
    second.close();

    List<InstanceDirectory> abandoned = third.abandoned();

    held.addAll(abandoned);
    assertThat(abandoned).extracting(InstanceDirectory::path).containsExactly(second.path());
  }

  @Test
  void abandonedDirectoryIsHeldUntilItIsClosed() throws IOException {
    InstanceDirectory first = hold();
    InstanceDirectory second = hold();
    first.close();
    InstanceDirectory abandoned = second.abandoned().get(0);

    assertThat(hold().path()).isEqualTo(data.resolve("instances/3"));
    abandoned.close();
    assertThat(hold().path()).isEqualTo(first.path());
  }

  @Test
  void directoriesAreForNobodyElse() throws IOException {
    hold();

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("instances"))))
        .isEqualTo("rwx------");
  }

  @Test
  void dataDirectoryIsMade() {
    held.add(InstanceDirectory.hold(data.resolve("a/b")));

    assertThat(data.resolve("a/b/instances/1")).isDirectory();
  }

  @Test
  void dataDirectoryThatCannotBeWrittenIsSaidInASentence() throws IOException {
    Path file = Files.createFile(data.resolve("file"));

    assertThatThrownBy(() -> InstanceDirectory.hold(file))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "The data directory "
                + file
                + " cannot be written; give DATA_DIR a directory that this user may write to.");
  }

  @Test
  void tooManyInstancesAreRefusedInASentence() {
    for (int i = 0; i < 64; i++) {
      hold();
    }

    assertThatThrownBy(this::hold)
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "64 instances use the data directory " + data + "; give this one another DATA_DIR.");
  }

  private InstanceDirectory hold() {
    InstanceDirectory directory = InstanceDirectory.hold(data);
    held.add(directory);
    return directory;
  }
}
