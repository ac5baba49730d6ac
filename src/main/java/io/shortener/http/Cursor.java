package io.shortener.http;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a list goes on: the sort key of a row, behind which it does. Clients get it as a text and
 * give it back as it is.
 *
 * <p>The text has a checksum of the key and of the list, so that one that was changed, or is of
 * another list, is not taken for a place in this one. It is no secret: who makes one up gets rows
 * that they could ask for anyway.
 *
 * @param time 1970 where the order is that of ids alone
 */
public record Cursor(Instant time, long id) {
  /** Another one when what follows it changes. */
  private static final byte VERSION = 1;

  private static final int KEY_BYTES = 1 + 2 * Long.BYTES;
  private static final int CHECK_BYTES = 6;
  private static final BaseEncoding TEXT = BaseEncoding.base64Url().omitPadding();

  /** A place in a list that is in the order of ids. */
  public static Cursor of(long id) {
    return new Cursor(Instant.EPOCH, id);
  }

  /** Reads what {@link #text} wrote for the same list; empty when it is not that. */
  static Optional<Cursor> parse(String text, String list) {
    if (!TEXT.canDecode(text)) {
      return Optional.empty();
    }
    byte[] bytes = TEXT.decode(text);
    if (bytes.length != KEY_BYTES + CHECK_BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer key = ByteBuffer.wrap(bytes, 1, 2 * Long.BYTES);
    long seconds = key.getLong();
    long id = key.getLong();
    if (!UtcSeconds.isStorable(seconds) || id < 1) {
      return Optional.empty();
    }
    return Optional.of(new Cursor(Instant.ofEpochSecond(seconds), id))
        .filter(cursor -> cursor.text(list).equals(text));
  }

  /**
   * As clients see it.
   *
   * @param list which one it is, with its filters and its order
   */
  String text(String list) {
    byte[] bytes =
        ByteBuffer.allocate(KEY_BYTES + CHECK_BYTES)
            .put(VERSION)
            .putLong(time.getEpochSecond())
            .putLong(id)
            .array();
    byte[] check =
        Hashing.sha256()
            .newHasher()
            .putBytes(bytes, 0, KEY_BYTES)
            .putString(list, StandardCharsets.UTF_8)
            .hash()
            .asBytes();
    System.arraycopy(check, 0, bytes, KEY_BYTES, CHECK_BYTES);
    return TEXT.encode(bytes);
  }
}
