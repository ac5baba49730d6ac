package io.shortener.transfer;

import java.util.List;

/** One file of an export: how rows leave the database, and how they come in. */
interface Table extends Stage {
  /** What the file is called. */
  String file();

  /** Columns that every file has, in the order of the contract. */
  List<String> columns();

  /** Columns that only our own exports have; without them a row gets what is usual. */
  List<String> additionalColumns();

  /** All rows in a fixed order, with the file's columns as they are written. */
  String rows();

  /**
   * Reads a row.
   *
   * @throws RefusedException when a field is not usable
   */
  StagedRow read(Fields fields);
}
