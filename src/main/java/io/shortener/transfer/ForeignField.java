package io.shortener.transfer;

/** What another shortener may say of a link. */
enum ForeignField {
  CODE,
  /** The host that it is found at, unless that is in {@link #SHORT_URL}. */
  DOMAIN,
  /** With the host; what is behind it is the code. */
  SHORT_URL,
  /** More short urls of the same link. */
  ALIASES,
  URL,
  TITLE,
  CREATED_AT,
  CLICKS,
  TAGS,
  VALID_FROM,
  EXPIRES_AT,
  MAX_CLICKS,
  /** Something else than {@code false} when a visitor is asked for one. */
  PASSWORD,
  /** {@code true} when it leads nowhere. */
  BANNED
}
