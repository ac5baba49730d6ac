package io.shortener.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Whether what one connection to the database is doing adds to a table. Thread-safe. */
final class TableTransaction {
  private static final byte IDLE = 'I';

  private final Pattern insertion;
  private final Set<String> insertions = ConcurrentHashMap.newKeySet();
  private volatile boolean inserts;
  private volatile boolean failed;

  /**
   * @param table that is written with what is of interest and with nothing else
   */
  TableTransaction(String table) {
    this.insertion =
        Pattern.compile("INSERT\\s+INTO\\s+(\\w+\\.)?" + table + "\\b", Pattern.CASE_INSENSITIVE);
  }

  /** Takes notice of what the client sends: statements are parsed once and used by name then. */
  void asked(WireMessage message) {
    switch (message.type()) {
      case WireMessage.PARSE -> {
        if (insertion.matcher(message.text(1)).find()) {
          insertions.add(message.text(0));
        } else {
          insertions.remove(message.text(0));
        }
      }
      case WireMessage.BIND -> {
        if (insertions.contains(message.text(1))) {
          inserts = true;
        }
      }
      case WireMessage.QUERY -> {
        if (insertion.matcher(message.text(0)).find()) {
          inserts = true;
        }
      }
      default -> {
        // Does not begin anything.
      }
    }
  }

  /** Whether that is committed now that the server says this. */
  boolean isCommittedBy(WireMessage answer) {
    if (answer.type() == WireMessage.ERROR
        || (answer.type() == WireMessage.COMMAND_COMPLETE && answer.text(0).equals("ROLLBACK"))) {
      failed = true;
    }
    if (answer.type() != WireMessage.READY_FOR_QUERY || answer.first() != IDLE) {
      return false;
    }
    boolean committed = inserts && !failed;
    inserts = false;
    failed = false;
    return committed;
  }

  /** Whether an answer must not reach the client before those that follow it. */
  boolean isHeldBack(WireMessage answer) {
    return inserts
        && answer.type() != WireMessage.READY_FOR_QUERY
        && answer.type() != WireMessage.COPY_IN_RESPONSE;
  }
}
