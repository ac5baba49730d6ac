package io.shortener.redirect;

import io.shortener.urls.Link;

/**
 * A link as it was at some time.
 *
 * @param location the URL as a header value
 * @param epoch which distrust of everything this link was loaded after, see {@link LinkCache}
 * @param loadedAt {@link System#nanoTime} when the database was asked
 */
record KnownLink(Link link, String location, long epoch, long loadedAt) {
  KnownLink(Link link, long epoch, long loadedAt) {
    this(link, LocationHeader.of(link.originalUrl()), epoch, loadedAt);
  }

  /** The same with another copy of its code: one that is kept as a key need not be kept twice. */
  KnownLink named(String code) {
    Link named = new Link(link.id(), link.userId(), code, link.originalUrl());
    return new KnownLink(named, location, epoch, loadedAt);
  }
}
