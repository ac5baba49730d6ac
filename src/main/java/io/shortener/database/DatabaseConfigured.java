package io.shortener.database;

import java.nio.file.Path;

/** A configuration that says where the database is. */
public interface DatabaseConfigured {
  /** The {@code database} section. */
  DatabaseSettings database();

  /** Where an embedded database keeps its data. */
  Path dataDirectory();
}
