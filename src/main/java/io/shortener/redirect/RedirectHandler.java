package io.shortener.redirect;

import io.shortener.clicks.ClickRecorder;
import io.shortener.clicks.LimitedClicks;
import io.shortener.http.ErrorBody;
import io.shortener.http.FrontHandler;
import io.shortener.http.RequestIds;
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
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.Invocable;

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
  private static final String ALLOW = "GET, HEAD, OPTIONS";
  private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

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
    answer(address, new Visitor(request, response, Callback.from(callback, this::finished)));
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

  private void answer(String address, Visitor visitor) {
    switch (visitor.request.getMethod()) {
      case "GET", "HEAD" -> {
        Optional<KnownLink> known = links.known(address);
        if (known.isPresent()) {
          visitor.follow(known.get());
        } else {
          lookUp(address, visitor);
        }
      }
      case "OPTIONS" -> visitor.allow(HttpStatus.OK_200);
      default -> visitor.allow(HttpStatus.METHOD_NOT_ALLOWED_405);
    }
  }

  /** Who asks for too much that leads nowhere is refused before the database is asked. */
  private void lookUp(String address, Visitor visitor) {
    Optional<TooManyRequests> refusal =
        links.isUnknown(address) ? scans.refusal(visitor.request) : Optional.empty();
    if (refusal.isPresent()) {
      refusal.get().send(visitor.request, visitor.response, visitor.callback);
    } else {
      links.load(address).whenComplete(visitor::followIfFound);
    }
  }

  /** Somebody who waits for an answer. */
  private final class Visitor {
    private final Request request;
    private final Response response;
    private final Callback callback;

    Visitor(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      RequestIds.identify(request, response);
      if (request.getLength() > 0) {
        // A body that nobody reads.
        response.getHeaders().put(CLOSE);
      }
    }

    void followIfFound(Optional<KnownLink> found, Throwable failure) {
      if (failure != null) {
        fail(failure);
      } else if (found.isPresent()) {
        follow(found.get());
      } else {
        scans.missed(request);
        notFound();
      }
    }

    void follow(KnownLink link) {
      request.setAttribute(Route.ATTRIBUTE, ROUTE);
      if (blocked.test(link.link().originalUrl())) {
        send(new ErrorBody("Link blocked", HttpStatus.FORBIDDEN_403));
        return;
      }
      switch (link.link().rules().life(clock)) {
        case AHEAD -> notFound();
        case PRESENT -> {
          if (link.link().rules().maxClicks() == null) {
            record(link);
          } else {
            recordWithinLimit(link);
          }
        }
        case OVER -> expired();
      }
    }

    /** Whoever only looks is told the same and counts for nothing. */
    private void record(KnownLink link) {
      if (HttpMethod.HEAD.is(request.getMethod())) {
        redirect(link);
        return;
      }
      clicks
          .record(link.link(), headers.read(request))
          .whenComplete(
              (recorded, failure) -> {
                if (failure != null) {
                  fail(failure);
                } else if (recorded) {
                  redirect(link);
                } else {
                  gone(link);
                }
              });
    }

    private void recordWithinLimit(KnownLink link) {
      CompletionStage<LimitedClicks.Outcome> decision =
          HttpMethod.HEAD.is(request.getMethod())
              ? limitedClicks.look(link.link())
              : limitedClicks.record(link.link(), headers.read(request));
      decision.whenComplete(
          (outcome, failure) -> {
            if (failure != null) {
              fail(failure);
              return;
            }
            switch (outcome) {
              case LED_ON -> redirect(link);
              case USED_UP -> expired();
              case GONE -> gone(link);
            }
          });
    }

    private void gone(KnownLink link) {
      links.linkChanged(link.link().address());
      notFound();
    }

    /** The header goes out as it is: Jersey would resolve and encode it. */
    private void redirect(KnownLink link) {
      response.setStatus(link.link().rules().redirectStatus());
      response
          .getHeaders()
          .add(HttpHeader.LOCATION, link.location(request.getHttpURI().getQuery()))
          .add(Freshness.of(link.link().rules(), clock));
      // This thread may read the connection's next request as well: nothing here blocks.
      Invocable.invokeNonBlocking(() -> response.write(true, null, callback));
    }

    private void allow(int status) {
      response.getHeaders().put(HttpHeader.ALLOW, ALLOW);
      if (status == HttpStatus.OK_200) {
        response.setStatus(status);
        response.write(true, null, callback);
      } else {
        ErrorBody.of(status).send(request, response, callback);
      }
    }

    /** Unless it is a code for certain, it is a path like any other that leads nowhere. */
    private void notFound() {
      send(
          request.getAttribute(Route.ATTRIBUTE) == null
              ? ErrorBody.of(HttpStatus.NOT_FOUND_404)
              : new ErrorBody("Short URL not found", HttpStatus.NOT_FOUND_404));
    }

    private void expired() {
      send(new ErrorBody("Link expired", HttpStatus.GONE_410));
    }

    private void fail(Throwable failure) {
      send(errors.apply(failure instanceof CompletionException e ? e.getCause() : failure));
    }

    private void send(ErrorBody error) {
      error.send(request, response, callback);
    }
  }
}
