/**
 * Clicks: what has to be durable before a visitor is sent on. It uses {@code urls} for the link
 * that was followed.
 */
@NullMarked
package io.shortener.clicks;

import org.jspecify.annotations.NullMarked;
