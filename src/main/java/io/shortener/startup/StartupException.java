package io.shortener.startup;

/**
 * The service or a command cannot go on, for a reason that whoever started it can mend. The message
 * is one sentence that says what is wrong and what to do; it is all that they see.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
