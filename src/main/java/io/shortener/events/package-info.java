/**
 * Events: their routes, their table, and the way in which other features record theirs. It uses
 * {@code http}, and {@code reference} to describe the routes; of users and urls it knows the ids.
 */
@NullMarked
package io.shortener.events;

import org.jspecify.annotations.NullMarked;
