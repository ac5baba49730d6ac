package io.shortener.retries;

import com.google.common.hash.Funnels;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells whether two requests are one that was sent twice: SHA-256 of the method, where it goes, the
 * type of the body and its bytes.
 *
 * <p>Clients draw a new boundary each time that they send the same form, so it does not count; a
 * longer one than RFC 2046 allows is text like any other.
 */
final class Fingerprint {
  private static final int BUFFER = 1 << 13;
  private static final String BOUNDARY = "boundary";
  private static final int LONGEST_BOUNDARY = 70;

  private Fingerprint() {}

  /** In hexadecimal digits. */
  static String of(ContainerRequestContext request, Spool body) throws IOException {
    UriInfo uri = request.getUriInfo();
    MediaType type =
        Optional.ofNullable(request.getMediaType()).orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    Hasher hash = Hashing.sha256().newHasher();
    put(hash, request.getMethod());
    put(hash, uri.getPath(false));
    put(hash, Optional.ofNullable(uri.getRequestUri().getRawQuery()).orElse(""));
    put(hash, type.getType() + "/" + type.getSubtype());
    Optional<String> boundary = boundary(type);
    try (InputStream bytes = new BufferedInputStream(body.stream(), BUFFER)) {
      if (boundary.isEmpty()) {
        bytes.transferTo(Funnels.asOutputStream(hash));
      } else {
        putForm(hash, bytes, ("--" + boundary.get()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return hash.hash().toString();
  }

  private static Optional<String> boundary(MediaType type) {
    return Optional.ofNullable(type.getParameters().get(BOUNDARY))
        .filter(boundary -> type.getType().equalsIgnoreCase("multipart"))
        .filter(boundary -> boundary.length() <= LONGEST_BOUNDARY);
  }

  /** With its length before it: no two lists of texts are the same bytes. */
  static void put(Hasher hash, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hash.putInt(bytes.length).putBytes(bytes);
  }

  /** Leaves out the boundary at the beginnings of lines. */
  private static void putForm(Hasher hash, InputStream bytes, byte[] boundary) throws IOException {
    boolean lineBegins = true;
    while (true) {
      if (lineBegins) {
        skip(bytes, boundary);
      }
      int next = bytes.read();
      if (next < 0) {
        return;
      }
      hash.putByte((byte) next);
      lineBegins = next == '\n';
    }
  }

  /** Goes on behind these bytes if they come next. */
  private static void skip(InputStream bytes, byte[] expected) throws IOException {
    bytes.mark(expected.length);
    for (byte next : expected) {
      if (bytes.read() != Byte.toUnsignedInt(next)) {
        bytes.reset();
        return;
      }
    }
  }
}
