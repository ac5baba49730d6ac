package io.shortener.access;

import io.shortener.http.Caller;
import io.shortener.http.TooManyRequests;
import io.shortener.reference.Operation;
import io.shortener.reference.RouteRule;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/** Holds clients to the limit of requests that change something; who has a key is known by then. */
@Priority(Priorities.AUTHENTICATION + 1)
final class WriteLimit implements ContainerRequestFilter, RouteRule {
  private static final Set<String> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final ClientLimit limit;
  private final RefusalMetrics refusals;

  @Context private HttpServletRequest servletRequest;

  WriteLimit(ClientLimit limit, RefusalMetrics refusals) {
    this.limit = limit;
    this.refusals = refusals;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (READING.contains(request.getMethod())) {
      return;
    }
    Optional<TooManyRequests> refusal = limit.take(Caller.of(servletRequest));
    if (refusal.isPresent()) {
      refusals.tooMany();
      request.abortWith(refusal.get().toResponse());
    }
  }

  @Override
  public void describe(Operation operation, Method route) {
    if (!route.isAnnotationPresent(GET.class)) {
      operation.refuses(429);
    }
  }
}
