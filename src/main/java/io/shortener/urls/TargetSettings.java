package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code targets} section of the configuration: where no link may lead.
 *
 * @param blockedHosts names, separated by commas or white space, each with all names below it
 * @param blockedHostsFile a file of more of them, one a line, {@code #} before a comment; empty for
 *     none
 * @param allowPrivate whether links may lead to this machine and to private networks; true when not
 *     given
 */
public record TargetSettings(
    @JsonProperty String blockedHosts,
    @JsonProperty String blockedHostsFile,
    @JsonProperty Boolean allowPrivate) {
  public TargetSettings(
      @Nullable String blockedHosts,
      @Nullable String blockedHostsFile,
      @Nullable Boolean allowPrivate) {
    this.blockedHosts = blockedHosts == null ? "" : blockedHosts;
    this.blockedHostsFile = blockedHostsFile == null ? "" : blockedHostsFile;
    this.allowPrivate = allowPrivate == null || allowPrivate;
  }

  /** Links may lead anywhere. */
  public static TargetSettings defaults() {
    return new TargetSettings(null, null, null);
  }

  List<String> hosts() {
    return parted(blockedHosts);
  }

  /** What is between commas and white space. */
  static List<String> parted(String text) {
    return Arrays.stream(text.split("[,\\s]+")).filter(part -> !part.isEmpty()).toList();
  }

  Optional<Path> file() {
    return Optional.of(blockedHostsFile).filter(name -> !name.isEmpty()).map(Path::of);
  }
}
