package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.TestPostgres;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.sqlobject.SqlObjectFactory;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;

class DaosTest {
  private static final DatabaseAddress ADDRESS = TestPostgres.newDatabase();

  private final Jdbi database =
      Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password())
          .installPlugin(new SqlObjectPlugin());

  @Test
  void daoIsReadOnceForAllConnections() {
    Daos.learn(database, One.class);

    assertThat(metadata()).isSameAs(metadata());
  }

  /** As a connection that is taken anew finds it. */
  private ExtensionMetadata metadata() {
    try (Handle handle = database.open()) {
      Extensions extensions = handle.getConfig(Extensions.class);
      return extensions.findMetadata(
          One.class, extensions.findFactory(SqlObjectFactory.class).orElseThrow());
    }
  }

  interface One {
    @SqlQuery("SELECT 1")
    int one();
  }
}
