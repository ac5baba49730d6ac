package io.shortener.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of rounds. */
enum Kind {
  SIGKILL,
  SIGTERM,
  PGKILL,
  PGFREEZE,
  DISKFULL,
  KILLDOWN,
  KILLREPLAY,
  COMMITCUT,
  DELETES,
  HOT,
  COHERENCE,
  LIMIT,
  RETRIES;

  /** A fault of this kind, for one round. */
  Fault fault(Installation installation) {
    return switch (this) {
      case SIGKILL -> new ServiceKill();
      case SIGTERM -> new ServiceStop();
      case PGKILL -> new DatabaseKill();
      case PGFREEZE -> new DatabaseFreeze();
      case DISKFULL -> new DiskFull(installation.disk());
      case KILLDOWN -> new KillWhileDown();
      case KILLREPLAY -> new KillInReplay();
      case COMMITCUT -> new CommitCut();
      case DELETES -> new Deletions();
      case HOT -> new HotLink(installation.second());
      case COHERENCE -> new Coherence(installation.second());
      case LIMIT -> new LimitedLink(installation.second());
      case RETRIES -> new Retrying();
    };
  }

  /** What it is called on the command line and in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this label. */
  static Optional<Kind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
