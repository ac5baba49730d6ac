package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code urls}, as clients see it.
 *
 * @param clickCount redirects given since the url was made
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Url(
    long id,
    @Nullable Long userId,
    String shortCode,
    String originalUrl,
    String title,
    @JsonProperty("is_active") boolean isActive,
    long clickCount,
    Instant createdAt,
    Instant updatedAt) {}
