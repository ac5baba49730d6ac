package io.shortener.urls;

import org.jspecify.annotations.Nullable;

/** What a redirect needs to know of an active url. */
public record Link(long id, @Nullable Long userId, String shortCode, String originalUrl) {}
