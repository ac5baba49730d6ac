package io.shortener.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.database.DatabaseAddress;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports while another instance is importing. */
class UserImportTest {
  private static final DatabaseAddress DATABASE = TestPostgres.migratedDatabase();

  private static final Caller CALLER =
      new Caller(Optional.empty(), "test", InetAddress.getLoopbackAddress(), Optional.empty());

  private final AtomicInteger connections = new AtomicInteger();
  private final Jdbi database =
      Jdbi.create(
              () -> {
                connections.incrementAndGet();
                return DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), "");
              })
          .installPlugin(new SqlObjectPlugin());
  private final UserImport users = new UserImport(database, Clock.systemUTC());
  private final Handle otherInstance = database.open();

  @BeforeEach
  void otherInstanceImports() {
    otherInstance.execute("SELECT pg_advisory_lock(?)", UserImport.ADVISORY_LOCK);
    connections.set(0);
  }

  @AfterEach
  void end() {
    otherInstance.close();
  }

  @Test
  void oneImportHasAConnectionAndFewWait() throws Exception {
    FutureTask<UserImport.Outcome> first = new FutureTask<>(this::run);
    startBehindTheOtherInstance(first);
    List<FutureTask<UserImport.Outcome>> others = new ArrayList<>();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < UserImport.MOST_WAITING; i++) {
      others.add(new FutureTask<>(this::run));
      waiting.add(start(others.get(i)));
    }
    await().until(() -> waiting.stream().allMatch(UserImportTest::isWaiting));

    assertThat(connections).hasValue(1);
    assertUnavailable(this::run);

    otherInstance.execute("SELECT pg_advisory_unlock(?)", UserImport.ADVISORY_LOCK);
    assertThat(first.get().created()).isEqualTo(1);
    for (FutureTask<UserImport.Outcome> other : others) {
      assertThat(other.get().updated()).isEqualTo(1);
    }
  }

  @Test
  void importThatHasATransactionDoesNotWait() throws Exception {
    startBehindTheOtherInstance(new FutureTask<>(this::run));

    assertUnavailable(() -> database.inTransaction(handle -> run()));
  }

  private UserImport.Outcome run() throws IOException {
    return users.run(new ByteArrayInputStream("username,email\nn,e\n".getBytes(UTF_8)), CALLER);
  }

  /** Waits until the import has come as far as the other instance lets it. */
  private void startBehindTheOtherInstance(FutureTask<UserImport.Outcome> first) {
    start(first);
    await()
        .until(
            () ->
                otherInstance
                    .createQuery(
                        """
                        SELECT count(*) = 1 FROM pg_locks
                        WHERE locktype = 'advisory' AND NOT granted
                          AND database = (
                            SELECT oid FROM pg_database WHERE datname = current_database())
                        """)
                    .mapTo(boolean.class)
                    .one());
  }

  private static Thread start(FutureTask<?> task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static void assertUnavailable(Callable<?> work) {
    FutureTask<?> task = new FutureTask<>(work);
    start(task);
    assertThatThrownBy(() -> task.get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.body().status()).isEqualTo(503));
  }
}
