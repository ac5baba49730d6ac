package io.shortener.transfer;

import java.util.List;

/**
 * A temporary table through which rows come in. Beside what it is for it has {@code line}; {@code
 * verdict}, which stays NULL for rows that go in, is empty for those that are there already and
 * else the reason why a row is refused; {@code id}, if rows bring one; and {@code ownerless} and
 * {@code linkless} for rows that name a user or a link that is not there. Rows of a batch have no
 * key in common.
 */
interface Stage {
  /** Makes the temporary tables. */
  List<String> preparation();

  /** The name of the table. */
  String stage();

  /** What is copied into it after {@code line}, {@code verdict} and {@code id}. */
  List<String> stagedColumns();

  /** Judges the staged rows and moves on those that go in; one statement after the other. */
  List<String> moves();
}
