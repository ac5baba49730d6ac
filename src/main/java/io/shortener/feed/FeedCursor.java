package io.shortener.feed;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * How far somebody has followed a feed, as clients send it back.
 *
 * @param mark of the feed, of which another database has another
 * @param id all that the feed has up to it has been given out
 */
record FeedCursor(int mark, long id) {
  private static final int BYTES = Integer.BYTES + Long.BYTES;

  /** Reads what {@link #text} wrote; empty when it was something else. */
  static Optional<FeedCursor> parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      return bytes.remaining() == BYTES
          ? Optional.of(new FeedCursor(bytes.getInt(), bytes.getLong()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Letters, digits, {@code -} and {@code _}, which stand in a URL as they are. */
  String text() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putInt(mark).putLong(id).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
