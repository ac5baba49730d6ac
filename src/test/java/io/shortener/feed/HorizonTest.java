package io.shortener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import io.shortener.database.DatabaseAddress;
import io.shortener.http.ApiException;
import io.shortener.testing.TestPostgres;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.Test;

class HorizonTest {
  private final DatabaseAddress address = TestPostgres.migratedDatabase();
  private final Jdbi database =
      Jdbi.create(address.jdbcUrl(), address.user(), address.password())
          .installPlugin(new SqlObjectPlugin());
  private final Horizon horizon =
      new Horizon(
          database, "events", "events_id_seq", List.of("events", "clicks"), System::nanoTime);

  @Test
  void nothingIsCertainBeforeWhoWritesAtTheStartIsDone() {
    try (Handle writing = database.open()) {
      writing.begin();
      insert(writing);

      assertThatThrownBy(horizon::look)
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.body().status()).isEqualTo(503));

      writing.commit();
      assertThat(horizon.look().settled()).isEqualTo(1);
    }
  }

  @Test
  void writersOneAfterTheOtherHoldNothingUp() {
    horizon.look();
    Handle first = database.open().begin();
    insert(first);
    look();
    for (int i = 0; i < 10; i++) {
      Handle second = database.open().begin();
      insert(second);
      first.commit();
      first.close();
      first = second;

      assertThat(look()).isGreaterThanOrEqualTo(i);
    }
    first.commit();
    first.close();
    assertThat(look()).isEqualTo(11);
  }

  @Test
  void idThatWasTakenByASavepointRolledBackIsSettled() {
    horizon.look();
    try (Handle writing = database.open()) {
      writing.begin();
      writing.savepoint("here");
      insert(writing);
      writing.rollbackToSavepoint("here");

      assertThat(look()).isEqualTo(1);
      writing.rollback();
    }
  }

  @Test
  void restoredDatabaseIsNotTakenForTheOneBefore() {
    database.useHandle(handle -> insert(handle));
    database.useHandle(handle -> insert(handle));
    assertThat(look()).isEqualTo(2);

    database.useHandle(handle -> handle.execute("SELECT setval('events_id_seq', 1)"));

    assertThat(look()).isEqualTo(1);
  }

  @Test
  void databaseWithAnotherMarkIsLookedAtAnew() {
    int mark = horizon.look().mark();
    database.useHandle(handle -> handle.execute("UPDATE feeds SET mark = mark + 1"));

    assertThat(horizon.look().mark()).isEqualTo(mark + 1);
  }

  @Test
  void whatIsYoungIsNotLookedForAgain() {
    AtomicLong time = new AtomicLong();
    Horizon slow =
        new Horizon(database, "events", "events_id_seq", List.of("events", "clicks"), time::get);
    assertThat(slow.look().settled()).isZero();
    database.useHandle(handle -> insert(handle));

    time.addAndGet(Duration.ofMillis(24).toNanos());
    assertThat(slow.recent().settled()).isZero();
    time.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(slow.recent().settled()).isEqualTo(1);
  }

  @Test
  void cursorOfAnotherInstanceIsNotJudgedByWhatWasBefore() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean();
    Jdbi hanging =
        Jdbi.create(
                () -> {
                  if (hangs.get()) {
                    Uninterruptibles.awaitUninterruptibly(answers);
                  }
                  return DriverManager.getConnection(
                      address.jdbcUrl(), address.user(), address.password());
                })
            .installPlugin(new SqlObjectPlugin());
    Horizon other =
        new Horizon(
            hanging, "events", "events_id_seq", List.of("events", "clicks"), System::nanoTime);
    long before = other.look().newest();
    hangs.set(true);
    Thread looking = new Thread(other::look);
    looking.start();
    await().until(() -> looking.getState() == Thread.State.WAITING);
    database.useHandle(handle -> insert(handle));
    FeedCursor cursor = new FeedCursor(horizon.look().mark(), look());
    assertThat(cursor.id()).isGreaterThan(before);

    long asked = System.nanoTime();
    Horizon.State known = other.look();

    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    for (String after : List.of(cursor.text(), "now")) {
      assertThatThrownBy(() -> new FeedRequest(after, 1, Duration.ZERO).begin(known, asked))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.body().status()).isEqualTo(503));
    }
    answers.countDown();
    looking.join();
    long again = System.nanoTime();
    assertThat(new FeedRequest(cursor.text(), 1, Duration.ZERO).begin(other.look(), again))
        .isEqualTo(cursor.id());
  }

  private long look() {
    return horizon.look().settled();
  }

  private static void insert(Handle handle) {
    handle.execute("INSERT INTO events (event_type, timestamp) VALUES ('x', now())");
  }
}
