package io.shortener.access;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code access_keys}, as administrators see it.
 *
 * @param prefix how the key begins
 * @param ownerId whose links the key makes, if it has the scope {@code create}
 * @param lastUsedAt as of a minute ago
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Key(
    long id,
    String name,
    String prefix,
    List<Scope> scopes,
    @Nullable Long ownerId,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  /** Whether the key may do what the scope is for. */
  boolean includes(Scope scope) {
    return scopes.stream().anyMatch(own -> own.includes(scope));
  }
}
