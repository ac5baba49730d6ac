package io.shortener.transfer;

import static io.shortener.transfer.ForeignField.ALIASES;
import static io.shortener.transfer.ForeignField.BANNED;
import static io.shortener.transfer.ForeignField.CLICKS;
import static io.shortener.transfer.ForeignField.CODE;
import static io.shortener.transfer.ForeignField.CREATED_AT;
import static io.shortener.transfer.ForeignField.DOMAIN;
import static io.shortener.transfer.ForeignField.EXPIRES_AT;
import static io.shortener.transfer.ForeignField.MAX_CLICKS;
import static io.shortener.transfer.ForeignField.PASSWORD;
import static io.shortener.transfer.ForeignField.SHORT_URL;
import static io.shortener.transfer.ForeignField.TAGS;
import static io.shortener.transfer.ForeignField.TITLE;
import static io.shortener.transfer.ForeignField.URL;
import static io.shortener.transfer.ForeignField.VALID_FROM;

import com.google.common.collect.ImmutableListMultimap;
import java.util.List;

/** The shorteners whose exports are read, and what their fields are called there. */
enum ForeignShortener {
  /** The CSV of its web client, or what its API answers to {@code GET /rest/v3/short-urls}. */
  SHLINK(
      "data",
      ImmutableListMultimap.<ForeignField, String>builder()
          .put(CODE, "shortCode")
          .put(DOMAIN, "domain")
          .put(SHORT_URL, "shortUrl")
          .put(URL, "longUrl")
          .put(TITLE, "title")
          .putAll(CREATED_AT, "createdAt", "dateCreated")
          .putAll(CLICKS, "visits", "visitsSummary.total", "visitsCount")
          .put(TAGS, "tags")
          .put(VALID_FROM, "meta.validSince")
          .put(EXPIRES_AT, "meta.validUntil")
          .put(MAX_CLICKS, "meta.maxVisits")
          .build()),

  /** What its API answers to {@code action=stats}, or its table {@code yourls_url} as CSV. */
  YOURLS(
      "links",
      ImmutableListMultimap.<ForeignField, String>builder()
          .put(CODE, "keyword")
          .put(SHORT_URL, "shorturl")
          .put(URL, "url")
          .put(TITLE, "title")
          .put(CREATED_AT, "timestamp")
          .put(CLICKS, "clicks")
          .build()),

  /** What its API answers to {@code GET /api/v2/links}. */
  KUTT(
      "data",
      ImmutableListMultimap.<ForeignField, String>builder()
          .put(CODE, "address")
          .put(DOMAIN, "domain")
          .put(SHORT_URL, "link")
          .put(URL, "target")
          .put(TITLE, "description")
          .put(CREATED_AT, "created_at")
          .put(CLICKS, "visit_count")
          .put(EXPIRES_AT, "expire_in")
          .put(PASSWORD, "password")
          .put(BANNED, "banned")
          .build()),

  /** Its CSV of links, or what its API answers to {@code GET /v4/groups/.../bitlinks}. */
  BITLY(
      "links",
      ImmutableListMultimap.<ForeignField, String>builder()
          .putAll(SHORT_URL, "bitlink", "link", "short link", "short url", "id")
          .put(ALIASES, "custom_bitlinks")
          .putAll(URL, "long_url", "destination", "destination url")
          .put(TITLE, "title")
          .putAll(CREATED_AT, "created_at", "created", "date created", "creation date")
          .putAll(CLICKS, "total clicks", "clicks", "total engagements", "engagements")
          .put(TAGS, "tags")
          .build());

  private final String container;
  private final ImmutableListMultimap<ForeignField, String> names;

  ForeignShortener(String container, ImmutableListMultimap<ForeignField, String> names) {
    this.container = container;
    this.names = names;
  }

  /** The field of its JSON that the links are in. */
  String container() {
    return container;
  }

  /** What a field may be called, the first that is there counts. */
  List<String> names(ForeignField field) {
    return names.get(field);
  }
}
