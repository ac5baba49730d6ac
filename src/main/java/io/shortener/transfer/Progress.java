package io.shortener.transfer;

/** Is told how far a command has come. */
interface Progress {
  /** A bar at a terminal, lines elsewhere; what is said for good goes to the standard output. */
  @SuppressWarnings("SystemConsoleNull")
  static Progress atTerminalOrPlain() {
    return System.console() == null
        ? new PlainProgress(System.out, System.err, System::nanoTime)
        : new TerminalProgress(System.out, System.err);
  }

  /**
   * Something begins.
   *
   * @param name what it is
   * @param total how much of it there is, in whatever is counted
   */
  void begin(String name, long total);

  /** So much of what began last is done. */
  void reach(long done);

  /** All of it is done. */
  void end();

  /** Says something for good. */
  void say(String line);
}
