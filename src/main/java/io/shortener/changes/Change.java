package io.shortener.changes;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A row of {@code changes}, as clients see it.
 *
 * @param kind of what was changed: {@code url}, {@code user} or {@code key}
 * @param subjectId its id
 * @param action {@code created}, {@code updated} or {@code deleted}
 * @param by the text of a JSON object: who did it
 * @param changes the text of a JSON object: of each field what it was and what it became
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Change(
    long id,
    String kind,
    long subjectId,
    String action,
    Instant timestamp,
    @JsonRawValue String by,
    @JsonRawValue String changes) {}
