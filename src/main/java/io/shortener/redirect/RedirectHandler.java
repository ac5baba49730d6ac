package io.shortener.redirect;

import io.shortener.clicks.ClickRecorder;
import io.shortener.clicks.LimitedClicks;
import io.shortener.http.ErrorBody;
import io.shortener.http.FrontHandler;
import io.shortener.http.Route;
import io.shortener.http.ScanLimit;
import io.shortener.http.TooManyRequests;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import io.shortener.urls.Domains;
import io.shortener.urls.ShortCodes;
import io.shortener.visitors.VisitorHeaderReader;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * {@code GET /{short_code}}: finds the link, records the click, sends the visitor on. The answer
 * leaves only when the click is durable; no thread waits for that.
 *
 * <p>It is no Jersey resource: Jersey and what stands before it take longer for a visit than all
 * the rest. While the server stops it answers whoever is still connected.
 */
final class RedirectHandler extends FrontHandler implements Described, Graceful {
  private static final String ROUTE = "/{short_code}";
  private static final Set<String> VISITS = Set.of("GET", "HEAD");

  private final Domains domains;
  private final LinkCache links;
  private final ClickRecorder clicks;
  private final LimitedClicks limitedClicks;
  private final VisitorHeaderReader headers;
  private final Function<Throwable, ErrorBody> errors;
  private final Predicate<String> blocked;
  private final ScanLimit scans;
  private final Clock clock;
  private final AtomicInteger running = new AtomicInteger();
  private final Shutdown shutdown =
      new Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
          return running.get() == 0;
        }
      };

  /**
   * @param domains tells which links lead on at the host that a visitor asks
   * @param errors what a visitor is told when the link cannot be looked up or the click not
   *     recorded
   * @param blocked tells of a URL whether no link may lead there any more
   * @param scans asked only about codes that are not in the cache
   */
  RedirectHandler(
      Domains domains,
      LinkCache links,
      ClickRecorder clicks,
      LimitedClicks limitedClicks,
      VisitorHeaderReader headers,
      Function<Throwable, ErrorBody> errors,
      Predicate<String> blocked,
      ScanLimit scans,
      Clock clock) {
    this.domains = domains;
    this.links = links;
    this.clicks = clicks;
    this.limitedClicks = limitedClicks;
    this.headers = headers;
    this.errors = errors;
    this.blocked = blocked;
    this.scans = scans;
    this.clock = clock;
  }

  @Override
  protected boolean handleInFront(Request request, Response response, Callback callback)
      throws Exception {
    Optional<String> code = code(request);
    if (code.isEmpty()) {
      return passOn(request, response, callback);
    }
    if (ShortCodes.isUsual(code.get())) {
      request.setAttribute(Route.ATTRIBUTE, ROUTE);
    } else if (!VISITS.contains(request.getMethod())) {
      return passOn(request, response, callback);
    }
    running.incrementAndGet();
    String address = domains.address(request, code.get());
    answer(address, new Visit(request, response, Callback.from(callback, this::finished)));
    return true;
  }

  @Override
  public Description description() {
    return RedirectDescription.of();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    return shutdown.shutdown();
  }

  @Override
  public boolean isShutdown() {
    return shutdown.isShutdown();
  }

  private void finished() {
    if (running.decrementAndGet() == 0 && shutdown.isShutdown()) {
      shutdown.check();
    }
  }

  /** The path's only segment, when it can be a code; other paths are not ours. */
  private static Optional<String> code(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    return path != null && request.getHttpURI().getParam() == null
        ? ShortCodes.inPath(path)
        : Optional.empty();
  }

  private void answer(String address, Visit visit) {
    switch (visit.request().getMethod()) {
      case "GET", "HEAD" -> {
        Optional<KnownLink> known = links.known(address);
        if (known.isPresent()) {
          follow(known.get(), visit);
        } else {
          lookUp(address, visit);
        }
      }
      case "OPTIONS" -> visit.allow(HttpStatus.OK_200);
      default -> visit.allow(HttpStatus.METHOD_NOT_ALLOWED_405);
    }
  }

  /** Who asks for too much that leads nowhere is refused before the database is asked. */
  private void lookUp(String address, Visit visit) {
    Optional<TooManyRequests> refusal =
        links.hasNoLink(address) ? scans.refusal(visit.request()) : Optional.empty();
    if (refusal.isPresent()) {
      visit.refuse(refusal.get());
      return;
    }
    links
        .load(address)
        .whenComplete(
            (found, failure) -> {
              if (failure != null) {
                fail(failure, visit);
              } else if (found.isPresent()) {
                follow(found.get(), visit);
              } else {
                scans.missed(visit.request());
                visit.notFound();
              }
            });
  }

  private void follow(KnownLink link, Visit visit) {
    visit.request().setAttribute(Route.ATTRIBUTE, ROUTE);
    if (blocked.test(link.link().originalUrl())) {
      visit.blocked();
      return;
    }
    switch (link.link().rules().life(clock)) {
      case AHEAD -> visit.notFound();
      case PRESENT -> {
        if (link.link().rules().maxClicks() == null) {
          record(link, visit);
        } else {
          recordWithinLimit(link, visit);
        }
      }
      case OVER -> visit.expired();
    }
  }

  private void record(KnownLink link, Visit visit) {
    if (visit.isLook()) {
      visit.redirect(link, clock);
      return;
    }
    clicks
        .record(link.link(), headers.read(visit.request()))
        .whenComplete(
            (recorded, failure) -> {
              if (failure != null) {
                fail(failure, visit);
              } else if (recorded) {
                visit.redirect(link, clock);
              } else {
                gone(link, visit);
              }
            });
  }

  private void recordWithinLimit(KnownLink link, Visit visit) {
    CompletionStage<LimitedClicks.Outcome> decision =
        visit.isLook()
            ? limitedClicks.look(link.link())
            : limitedClicks.record(link.link(), headers.read(visit.request()));
    decision.whenComplete(
        (outcome, failure) -> {
          if (failure != null) {
            fail(failure, visit);
            return;
          }
          switch (outcome) {
            case LED_ON -> visit.redirect(link, clock);
            case USED_UP -> visit.expired();
            case GONE -> gone(link, visit);
          }
        });
  }

  private void gone(KnownLink link, Visit visit) {
    links.linkChanged(link.link().address());
    visit.notFound();
  }

  private void fail(Throwable failure, Visit visit) {
    visit.send(errors.apply(failure instanceof CompletionException e ? e.getCause() : failure));
  }
}
