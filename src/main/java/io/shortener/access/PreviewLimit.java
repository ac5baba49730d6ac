package io.shortener.access;

import io.shortener.http.Caller;
import io.shortener.http.TooManyRequests;
import io.shortener.reference.Operation;
import io.shortener.reference.RouteRule;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Holds what everybody may look up without a key, the previews of links, to the limit of codes that
 * lead nowhere: they tell as much as a visit does.
 */
@Priority(Priorities.AUTHENTICATION + 1)
final class PreviewLimit implements ContainerRequestFilter, ContainerResponseFilter, RouteRule {
  /** The part of a path that is a link's code. */
  private static final String CODE = "short_code";

  private static final int NOT_FOUND = 404;

  private final ClientLimit limit;
  private final RefusalMetrics refusals;

  @Context private ResourceInfo route;
  @Context private HttpServletRequest servletRequest;

  PreviewLimit(ClientLimit limit, RefusalMetrics refusals) {
    this.limit = limit;
    this.refusals = refusals;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!isLookup(request)) {
      return;
    }
    Optional<TooManyRequests> refusal = limit.look(Caller.of(servletRequest).address());
    if (refusal.isPresent()) {
      refusals.tooMany();
      request.abortWith(refusal.get().toResponse());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == NOT_FOUND && isLookup(request)) {
      limit.take(Caller.of(servletRequest).address());
    }
  }

  @Override
  public void describe(Operation operation, Method method) {
    if (method.isAnnotationPresent(PermitAll.class) && operation.asks(CODE)) {
      operation.refuses(429);
    }
  }

  private boolean isLookup(ContainerRequestContext request) {
    return route.getResourceMethod() != null
        && route.getResourceMethod().isAnnotationPresent(PermitAll.class)
        && request.getUriInfo().getPathParameters().containsKey(CODE);
  }
}
