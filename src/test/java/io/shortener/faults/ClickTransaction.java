package io.shortener.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Whether what one connection to the database is doing records clicks. Thread-safe. */
final class ClickTransaction {
  /** What is written with each batch of clicks and with nothing else. */
  private static final Pattern CLICKS =
      Pattern.compile("INSERT\\s+INTO\\s+(\\w+\\.)?click_batches", Pattern.CASE_INSENSITIVE);

  private static final byte IDLE = 'I';

  private final Set<String> clickStatements = ConcurrentHashMap.newKeySet();
  private volatile boolean recordsClicks;
  private volatile boolean failed;

  /** Takes notice of what the client sends: statements are parsed once and used by name then. */
  void asked(WireMessage message) {
    switch (message.type()) {
      case WireMessage.PARSE -> {
        if (CLICKS.matcher(message.text(1)).find()) {
          clickStatements.add(message.text(0));
        } else {
          clickStatements.remove(message.text(0));
        }
      }
      case WireMessage.BIND -> {
        if (clickStatements.contains(message.text(1))) {
          recordsClicks = true;
        }
      }
      case WireMessage.QUERY -> {
        if (CLICKS.matcher(message.text(0)).find()) {
          recordsClicks = true;
        }
      }
      default -> {
        // Does not begin anything.
      }
    }
  }

  /** Whether clicks are committed now that the server says this. */
  boolean isCommittedBy(WireMessage answer) {
    if (answer.type() == WireMessage.ERROR
        || (answer.type() == WireMessage.COMMAND_COMPLETE && answer.text(0).equals("ROLLBACK"))) {
      failed = true;
    }
    if (answer.type() != WireMessage.READY_FOR_QUERY || answer.first() != IDLE) {
      return false;
    }
    boolean committed = recordsClicks && !failed;
    recordsClicks = false;
    failed = false;
    return committed;
  }

  /** Whether an answer must not reach the client before those that follow it. */
  boolean isHeldBack(WireMessage answer) {
    return recordsClicks
        && answer.type() != WireMessage.READY_FOR_QUERY
        && answer.type() != WireMessage.COPY_IN_RESPONSE;
  }
}
