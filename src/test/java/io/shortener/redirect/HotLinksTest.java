package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.shortener.urls.Link;
import io.shortener.urls.LinkRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotLinksTest {
  @TempDir private Path directory;

  private final CacheInHand before = new CacheInHand();
  private final CacheInHand after = new CacheInHand();
  private HotLinks hot = new HotLinks(before.cache(), Path.of(""), 10);

  @BeforeEach
  void open() {
    hot = new HotLinks(before.cache(), directory, 10);
  }

  @Test
  void linksAreKnownAgainAndLookedUpAtTheirFirstVisit() {
    Link owned = visited(new Link(1, 7L, "", "owned1", "http://ü/\"'\\", LinkRules.USUAL));
    Link nobody = visited(new Link(2, null, "", "nobody", "http://b", LinkRules.USUAL));
    hot.stop();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactlyInAnyOrder(owned, nobody);
    assertThat(after.cache().known("owned1")).isEmpty();
    after.fail(new IllegalStateException("as if"));
    assertThat(after.follow("nobody")).contains("http://b");
  }

  @Test
  void linksOfDomainsAreKnownAgainByTheirDomain() {
    Link here = visited(new Link(1, null, "", "sale", "http://here", LinkRules.USUAL));
    Link there = visited(new Link(2, null, "go.example", "sale", "http://a", LinkRules.USUAL));
    hot.stop();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactlyInAnyOrder(here, there);
    after.fail(new IllegalStateException("as if"));
    assertThat(after.follow("sale")).contains("http://here");
    assertThat(after.follow("go.example/sale")).contains("http://a");
  }

  @Test
  void fileOfAnEarlierVersionHasLinksWithoutADomain() throws IOException {
    Files.writeString(
        file(),
        "[{\"id\":1,\"userId\":null,\"shortCode\":\"abc123\",\"originalUrl\":\"http://a\"}]");

    start(10);

    assertThat(after.cache().hottest(10))
        .containsExactly(new Link(1, null, "", "abc123", "http://a", LinkRules.USUAL));
  }

  @Test
  void fileSaysNothingOfDomainsWhereThereIsNone() throws IOException {
    visited(new Link(1, null, "", "abc123", "http://a", LinkRules.USUAL));
    hot.write();

    assertThat(Files.readString(file())).doesNotContain("domain");
  }

  @Test
  void noMoreThanTheLimitAreWritten() {
    visited(new Link(1, null, "", "rare00", "http://rare", LinkRules.USUAL));
    Link often = visited(new Link(2, null, "", "often0", "http://often", LinkRules.USUAL));
    before.follow("often0");
    before.follow("often0");
    new HotLinks(before.cache(), directory, 1).write();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactly(often);
  }

  @Test
  void noMoreThanTheLimitAreRead() {
    visited(new Link(1, null, "", "rare00", "http://rare", LinkRules.USUAL));
    visited(new Link(2, null, "", "often0", "http://often", LinkRules.USUAL));
    hot.write();

    start(1);

    assertThat(after.cache().hottest(10)).hasSize(1);
  }

  @Test
  void whatIsHotIsWrittenAgainWhenItIsAnother() {
    visited(new Link(1, null, "", "first0", "http://first", LinkRules.USUAL));
    hot.write();
    before.cache().linkChanged("first0");
    Link second = visited(new Link(2, null, "", "second", "http://second", LinkRules.USUAL));
    hot.write();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactly(second);
  }

  @Test
  void fileStaysAsItIsWhileTheSameLinksAreHot() throws IOException {
    visited(new Link(1, null, "", "first0", "http://first", LinkRules.USUAL));
    hot.write();
    Files.delete(file());
    hot.write();

    assertThat(file()).doesNotExist();
  }

  @Test
  void serviceThatHasHadNoVisitorKeepsWhatWasHotBefore() {
    Link link = visited(new Link(1, null, "", "first0", "http://first", LinkRules.USUAL));
    hot.write();
    new HotLinks(after.cache(), directory, 10).write();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactly(link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0\0\0\0",
        "[{\"id\":1,\"userId\":null,\"shortCode\":\"abc123\",\"originalUrl\":\"http",
        "{}",
        "[1]"
      })
  void fileThatCannotBeReadCostsNoMoreThanItsLinks(String text) throws IOException {
    Files.writeString(file(), text);

    assertThatCode(() -> start(10)).doesNotThrowAnyException();
    assertThat(after.cache().hottest(10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[null]",
        "[{}]",
        "[{\"id\":1,\"shortCode\":\"abc123\"}]",
        "[{\"id\":1,\"code\":\"abc123\",\"url\":\"http://a\"}]"
      })
  void fileWithSomethingElseCostsNoMoreThanItsLinks(String text) throws IOException {
    Files.writeString(file(), text);

    assertThatCode(() -> start(10)).doesNotThrowAnyException();
    assertThat(after.cache().hottest(10)).isEmpty();
  }

  @Test
  void startWithoutAFileKnowsNothing() {
    start(10);

    assertThat(after.cache().hottest(10)).isEmpty();
  }

  @Test
  void fileThatCannotBeWrittenIsTriedAgain() throws IOException {
    Link link = visited(new Link(1, null, "", "first0", "http://first", LinkRules.USUAL));
    Path obstacle = Files.createDirectories(directory.resolve("hot-links.tmp/full"));
    assertThatCode(hot::write).doesNotThrowAnyException();
    assertThatCode(hot::write).doesNotThrowAnyException();
    Files.delete(obstacle);
    Files.delete(obstacle.getParent());
    hot.write();

    start(10);

    assertThat(after.cache().hottest(10)).containsExactly(link);
  }

  private Link visited(Link link) {
    before.row(link);
    before.follow(link.address());
    return link;
  }

  private void start(int limit) {
    new HotLinks(after.cache(), directory, limit).start();
  }

  private Path file() {
    return directory.resolve("hot-links.json");
  }
}
