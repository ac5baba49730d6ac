/**
 * Statistics: who followed links, and when. Clicks say what they change in their own transaction;
 * {@link io.shortener.stats.Rollups} adds that to the rollups, and what is asked is read from both.
 * It uses {@code urls} to know which links there are, {@code reference} to describe the routes, and
 * {@code http}.
 */
@NullMarked
package io.shortener.stats;

import org.jspecify.annotations.NullMarked;
