package io.shortener.http;

/** An answer that tells which version of its subject it shows. */
public interface Tagged {
  /** Another one for every answer that differs. */
  VersionTag versionTag();
}
