package io.shortener.reference;

import com.google.common.hash.Hashing;
import io.shortener.http.Tagged;
import io.shortener.http.VersionTag;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are sent as they are, to who does not have them already. */
final class Rendering implements StreamingOutput, Tagged {
  private final byte[] bytes;
  private final VersionTag tag;

  Rendering(byte[] bytes) {
    this.bytes = bytes;
    this.tag = VersionTag.of(Hashing.sha256().hashBytes(bytes));
  }

  @Override
  public void write(OutputStream body) throws IOException {
    body.write(bytes);
  }

  @Override
  public VersionTag versionTag() {
    return tag;
  }
}
