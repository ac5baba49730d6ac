package io.shortener.users;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.Tagged;
import io.shortener.http.VersionTag;
import java.time.Instant;

/**
 * A row of {@code users}, as clients see it.
 *
 * @param version another one after each change, for {@link #versionTag}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record User(
    long id, String username, String email, Instant createdAt, @JsonIgnore String version)
    implements Tagged {
  @Override
  public VersionTag versionTag() {
    return VersionTag.of(version, id, username, email, createdAt);
  }
}
