package io.shortener.http;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The strong entity tag of what an answer shows, {@code "version"} or {@code "version.count"}.
 *
 * <p>A count changes without anybody who changes anything. It is part of the tag, because an answer
 * that shows another count is another answer; but it does not keep anybody from changing the
 * version that they have seen.
 *
 * @param version letters, digits, {@code _} and {@code -}
 * @param count with a dot before it, or empty
 */
public record VersionTag(String version, String count) {
  private static final int BYTES = 12;

  /** The tag of a row that has these values; another row, or another value, makes another tag. */
  public static VersionTag of(@Nullable Object... values) {
    Hasher hash = Hashing.sha256().newHasher();
    for (@Nullable Object value : values) {
      byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      hash.putInt(text.length).putBytes(text);
    }
    byte[] start = Arrays.copyOf(hash.hash().asBytes(), BYTES);
    return new VersionTag(BaseEncoding.base64Url().encode(start), "");
  }

  /** The same version, seen with a count. */
  public VersionTag counting(long newCount) {
    return new VersionTag(version, "." + newCount);
  }

  /** What stands between the quotes. */
  String value() {
    return version + count;
  }

  /** Whether a value that a client was given tells of this version, whatever was counted since. */
  boolean isVersionOf(String value) {
    int dot = value.indexOf('.');
    return version.equals(dot < 0 ? value : value.substring(0, dot));
  }

  @Override
  public String toString() {
    return '"' + value() + '"';
  }
}
