package io.shortener.startup;

import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.StringSubstitutor;

/**
 * Puts environment variables in the place of {@code ${NAME:-default}} in the configuration file. An
 * empty variable counts as not set. Values stand between single quotes in the file and are escaped
 * for them, so that a password may have any character.
 */
public final class EnvironmentVariables extends StringSubstitutor {
  public EnvironmentVariables(Map<String, String> environment) {
    super(
        name ->
            Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .map(value -> value.replace("'", "''"))
                .orElse(null));
    setDisableSubstitutionInValues(true);
  }
}
