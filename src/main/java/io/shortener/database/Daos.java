package io.shortener.database;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/** What JDBI knows of DAOs. */
public final class Daos {
  private Daos() {}

  /**
   * Has JDBI read a DAO's methods and annotations for good. It does so by itself when the DAO is
   * used on demand; what it reads of one that is attached to a connection it forgets with the
   * connection, and reading takes longer than most queries.
   */
  public static void learn(Jdbi database, Class<?> dao) {
    Extensions extensions = database.getConfig(Extensions.class);
    extensions
        .findFactory(SqlObjectFactory.class)
        .ifPresent(factory -> extensions.findMetadata(dao, factory));
  }
}
