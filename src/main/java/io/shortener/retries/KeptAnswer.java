package io.shortener.retries;

import java.time.Instant;
import java.util.List;

/**
 * A row of {@code kept_answers}.
 *
 * @param headers names and values in turn
 */
public record KeptAnswer(String fingerprint, int status, List<String> headers, Instant keptAt) {}
