package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.setup.Environment;
import io.shortener.testing.TestPostgres;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabasePoolsTest {
  private final Environment environment = new Environment("test");
  private final DatabasePools pools =
      new DatabasePools(environment, TestPostgres.newDatabase(), () -> true);

  @BeforeEach
  void start() throws Exception {
    for (var managed : environment.lifecycle().getManagedObjects()) {
      managed.start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (var managed : environment.lifecycle().getManagedObjects()) {
      managed.stop();
    }
  }

  @Test
  void noQueryIsCompiled() {
    awaitSetting(pools.forClients(1), "jit", "off");
    awaitSetting(pools.forLongWork(1), "jit", "off");
    awaitSetting(pools.forClicks(1), "jit", "off");
  }

  @Test
  void clicksWaitForNoLockForLong() {
    awaitSetting(pools.forClicks(1), "lock_timeout", "50ms");
  }

  @Test
  void linksAreLookedUpWithoutReadingTablesWhole() {
    awaitSetting(pools.forLinks(1), "enable_seqscan", "off");
  }

  @Test
  void isolationLevelIsNotAskedOfTheServerEachTime() {
    Jdbi database = pools.forClients(1);
    awaitSetting(database, "jit", "off");
    assertThat(database.withHandle(Handle::getTransactionIsolationLevel))
        .isEqualTo(TransactionIsolationLevel.READ_COMMITTED);

    database.useHandle(
        handle -> {
          handle.begin();
          assertThatThrownBy(() -> handle.execute("no SQL"))
              .isInstanceOf(UnableToExecuteStatementException.class);
          // Here the server answers nothing more until the transaction ends.
          assertThat(handle.getTransactionIsolationLevel())
              .isEqualTo(TransactionIsolationLevel.READ_COMMITTED);
          handle.rollback();
        });
  }

  /** A machine that is busy elsewhere may not connect within the time that each use has. */
  private static void awaitSetting(Jdbi database, String name, String value) {
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(setting(database, name)).isEqualTo(value));
  }

  private static String setting(Jdbi database, String name) {
    return database.withHandle(
        handle -> handle.createQuery("SHOW " + name).mapTo(String.class).one());
  }
}
