package io.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How much of a collection of User-Agents, made by others, one in a line, is told right: {@code
 * -Dcorpus.programs=FILE} and {@code -Dcorpus.people=FILE}. What is not stands in {@code target}.
 */
class UserAgentCorpusTest {
  private static final double ENOUGH = 0.95;

  private final Visitors visitors = new Visitors();

  @Test
  @EnabledIfSystemProperty(named = "corpus.programs", matches = ".+")
  void programsAreToldFromPeople() throws IOException {
    expectEnough("corpus.programs", kind -> kind != VisitorKind.HUMAN);
  }

  @Test
  @EnabledIfSystemProperty(named = "corpus.people", matches = ".+")
  void peopleAreToldFromPrograms() throws IOException {
    expectEnough("corpus.people", kind -> kind == VisitorKind.HUMAN);
  }

  private void expectEnough(String corpus, Predicate<VisitorKind> right) throws IOException {
    List<String> userAgents =
        Files.readAllLines(Path.of(System.getProperty(corpus))).stream()
            .filter(userAgent -> !userAgent.isBlank())
            .toList();
    List<String> wrong =
        userAgents.stream().filter(userAgent -> !right.test(kind(userAgent))).toList();
    Files.write(Path.of("target", corpus + ".wrong.txt"), wrong);

    assertThat(1 - (double) wrong.size() / userAgents.size())
        .as("%d of %d are wrong", wrong.size(), userAgents.size())
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  private VisitorKind kind(String userAgent) {
    return visitors.of(new VisitorHeaders(userAgent, "", "", "", false, false)).kind();
  }
}
