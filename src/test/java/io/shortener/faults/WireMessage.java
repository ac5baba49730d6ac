package io.shortener.faults;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A message between PostgreSQL and its client. */
final class WireMessage {
  static final char PARSE = 'P';
  static final char BIND = 'B';
  static final char QUERY = 'Q';
  static final char COMMAND_COMPLETE = 'C';
  static final char COPY_IN_RESPONSE = 'G';
  static final char ERROR = 'E';
  static final char READY_FOR_QUERY = 'Z';

  /** The first message of a connection has no letter. */
  private static final char STARTUP = 0;

  private final char type;
  private final byte[] content;

  private WireMessage(char type, byte[] content) {
    this.type = type;
    this.content = content;
  }

  static WireMessage read(DataInputStream in) throws IOException {
    return read((char) in.readUnsignedByte(), in);
  }

  static WireMessage readStartup(DataInputStream in) throws IOException {
    return read(STARTUP, in);
  }

  private static WireMessage read(char type, DataInputStream in) throws IOException {
    int length = in.readInt() - Integer.BYTES;
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new IOException("A message breaks off");
    }
    return new WireMessage(type, content);
  }

  void writeTo(DataOutputStream out) throws IOException {
    if (type != STARTUP) {
      out.writeByte(type);
    }
    out.writeInt(content.length + Integer.BYTES);
    out.write(content);
  }

  char type() {
    return type;
  }

  /** The first byte of what follows the length. */
  byte first() {
    return content[0];
  }

  /** One of the texts that it begins with; each ends with a zero byte. */
  String text(int index) {
    return new String(content, StandardCharsets.ISO_8859_1).split("\0", -1)[index];
  }
}
