/**
 * Statistics: who followed links, and when. {@link io.shortener.stats.Rollups} reads clicks in the
 * order of their ids and adds them to the rollups; what is asked is read from these and from the
 * clicks behind. It uses {@code urls} to know which links there are, {@code reference} to describe
 * the routes, and {@code http}.
 */
@NullMarked
package io.shortener.stats;

import org.jspecify.annotations.NullMarked;
