/**
 * Clicks: what has to be durable before a visitor is sent on. {@link
 * io.shortener.clicks.ClickRecorder} gathers them into batches, which are kept in PostgreSQL, or in
 * a journal on the local disk while PostgreSQL does not take them. It uses {@code urls} for the
 * link that was followed, {@code visitors} for who followed it, {@code startup} for the directory
 * of the instance and {@code http}.
 */
@NullMarked
package io.shortener.clicks;

import org.jspecify.annotations.NullMarked;
