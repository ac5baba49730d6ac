package io.shortener.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the environment gets into the configuration file. */
class EnvironmentVariablesTest {
  @Test
  void variableTakesItsPlace() {
    assertThat(replace("a: '${NAME:-default}'", Map.of("NAME", "value"))).isEqualTo("a: 'value'");
  }

  @Test
  void missingVariableIsItsDefault() {
    assertThat(replace("a: '${NAME:-default}'", Map.of())).isEqualTo("a: 'default'");
  }

  @Test
  void emptyVariableCountsAsNotSet() {
    assertThat(replace("a: '${NAME:-default}'", Map.of("NAME", ""))).isEqualTo("a: 'default'");
  }

  @Test
  void quotesAreEscaped() {
    assertThat(replace("a: '${NAME:-}'", Map.of("NAME", "it's \"x\": #1\\n")))
        .isEqualTo("a: 'it''s \"x\": #1\\n'");
  }

  @Test
  void valueIsNotReadAsATemplate() {
    assertThat(replace("a: '${NAME:-}'", Map.of("NAME", "${OTHER}", "OTHER", "x")))
        .isEqualTo("a: '${OTHER}'");
  }

  private static String replace(String text, Map<String, String> environment) {
    return new EnvironmentVariables(environment).replace(text);
  }
}
