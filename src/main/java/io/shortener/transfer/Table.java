package io.shortener.transfer;

import java.util.List;

/**
 * One file of an export: how rows leave the database, and how they come in.
 *
 * <p>Rows come in through a temporary table, {@link #stage}. Beside the file's columns it has
 * {@code line}; {@code verdict}, which stays NULL for rows that go in, is empty for those that are
 * there already and else the reason why a row is refused; and {@code ownerless} and {@code
 * linkless} for rows that name a user or a link that is not there. Rows of a batch have no key in
 * common.
 */
interface Table {
  /** What the file is called. */
  String file();

  /** Columns that every file has, in the order of the contract. */
  List<String> columns();

  /** Columns that only our own exports have; without them a row gets what is usual. */
  List<String> additionalColumns();

  /** All rows in a fixed order, with the file's columns as they are written. */
  String rows();

  /** Makes the temporary tables. */
  List<String> preparation();

  /** The name of the temporary table that rows come through. */
  String stage();

  /** What is copied into it after {@code line}, {@code verdict} and {@code id}. */
  List<String> stagedColumns();

  /**
   * Reads a row.
   *
   * @throws RefusedException when a field is not usable
   */
  StagedRow read(Fields fields);

  /** Judges the staged rows and moves on those that go in; one statement after the other. */
  List<String> moves();
}
