package io.shortener.visitors;

import org.jspecify.annotations.Nullable;

/** What a User-Agent stands for; what is null it does not say. */
record Software(
    VisitorKind kind, @Nullable String browser, @Nullable String os, @Nullable String device) {
  /** What nobody could make anything of. */
  static final Software UNKNOWN = new Software(VisitorKind.HUMAN, null, null, null);

  /** A program: what it runs on is of no interest. */
  static Software program(VisitorKind kind) {
    return new Software(kind, null, null, null);
  }
}
