package io.shortener.transfer;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way into the database.
 *
 * @param id NULL for rows that have none
 * @param values in the order of {@link Table#stagedColumns}
 * @param keys by which it must differ from every other row of its batch
 */
record StagedRow(@Nullable Long id, List<@Nullable String> values, Set<String> keys) {}
