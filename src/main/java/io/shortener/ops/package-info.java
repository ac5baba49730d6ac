/**
 * What operators look at: metrics, the newest log entries, health, the admin port's own routes. It
 * uses {@code http} for the shape of its errors, and {@code reference} to describe {@code /health}.
 */
@NullMarked
package io.shortener.ops;

import org.jspecify.annotations.NullMarked;
