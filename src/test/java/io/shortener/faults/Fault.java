package io.shortener.faults;

import java.io.Closeable;

/** Something that happens to an installation while links are followed. */
interface Fault extends Closeable {
  /** Makes the round's links and clients. */
  default void prepare(Round round) {
    round.followOwnLinks();
  }

  /** Does the harm and, unless nothing can mend it, undoes it; links are being followed. */
  void strike(Round round);

  /** Whether connections of clients end by it, and with them requests without an answer. */
  default boolean endsConnections() {
    return false;
  }

  /** What has to hold beside that no click is lost or doubled and nobody refused. */
  default void judge(Round round, Reconciliation counts) {}

  /** Ends what it had of its own, after everything has been read. */
  @Override
  default void close() {}
}
