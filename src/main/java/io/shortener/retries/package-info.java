/**
 * Requests that may be sent again: who gives a POST an {@code Idempotency-Key} gets the same answer
 * for it as often as they ask, and what it does is done once. It knows no route: every POST has it,
 * but for one whose answer has a secret.
 */
@NullMarked
package io.shortener.retries;

import org.jspecify.annotations.NullMarked;
