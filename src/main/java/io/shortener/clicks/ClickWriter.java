package io.shortener.clicks;

import io.shortener.urls.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/** Writes clicks, a batch in a transaction. */
final class ClickWriter {
  private final Jdbi database;

  ClickWriter(Jdbi database) {
    this.database =
        database
            .registerArrayType(Long.class, "bigint")
            .registerArrayType(Instant.class, "timestamptz", Instant::toString);
  }

  /**
   * Records a batch and tells each click's waiter when it is committed.
   *
   * @return the clicks whose links were locked by somebody else, to be tried again
   * @throws RuntimeException when nothing of the batch was recorded, or nobody knows
   */
  List<Click> write(List<Click> batch) {
    Outcome outcome =
        database.inTransaction(handle -> record(batch, handle.attach(ClickDao.class)));
    List<Click> again = new ArrayList<>();
    for (Click click : batch) {
      long url = click.link().id();
      if (outcome.recorded().contains(url)) {
        click.recorded().complete(true);
      } else if (outcome.active().contains(url)) {
        again.add(click);
      } else {
        click.recorded().complete(false);
      }
    }
    return again;
  }

  private static Outcome record(List<Click> batch, ClickDao clicks) {
    Set<Long> owners = clicks.lockUsers(distinct(batch, Link::userId));
    List<Click> withOwner =
        keep(batch, link -> link.userId() == null || owners.contains(link.userId()));
    Set<Long> urls = clicks.lockUrls(distinct(withOwner, Link::id));
    List<Click> ready = keep(withOwner, link -> urls.contains(link.id()));
    if (!ready.isEmpty()) {
      clicks.record(
          ready.stream().map(click -> click.link().id()).toArray(Long[]::new),
          ready.stream().map(Click::timestamp).toArray(Instant[]::new));
    }
    boolean allReady = ready.size() == batch.size();
    return new Outcome(urls, allReady ? urls : clicks.findActive(distinct(batch, Link::id)));
  }

  private static List<Click> keep(List<Click> clicks, Predicate<Link> condition) {
    return clicks.stream().filter(click -> condition.test(click.link())).toList();
  }

  private static Long[] distinct(List<Click> clicks, Function<Link, Long> id) {
    return clicks.stream()
        .map(click -> id.apply(click.link()))
        .filter(Objects::nonNull)
        .distinct()
        .toArray(Long[]::new);
  }

  /** The urls whose clicks were recorded, and those that are active, be they recorded or not. */
  private record Outcome(Set<Long> recorded, Set<Long> active) {}
}
