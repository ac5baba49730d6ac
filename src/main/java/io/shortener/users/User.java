package io.shortener.users;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** A row of {@code users}, as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
public record User(long id, String username, String email, Instant createdAt) {}
