package io.shortener.users;

import java.time.Instant;

/**
 * A usable row of an import.
 *
 * @param line where it begins in the file, from 1
 */
record UserRow(long line, String username, String email, Instant createdAt) {}
