package io.shortener.access;

import io.dropwizard.auth.AuthFilter;
import io.shortener.http.Caller;
import io.shortener.http.ErrorBody;
import io.shortener.http.Needs;
import io.shortener.http.Scope;
import io.shortener.reference.Operation;
import io.shortener.reference.RouteRule;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets to a route only who shows a key that is good for what the route {@link Needs}. A route that
 * does not say what it needs is refused to everybody.
 *
 * <p>Dropwizard's own filter for bearer tokens takes them from the query string too, where they end
 * up in logs, and says the same to who has no key and who has a bad one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, 3</a>
 */
@Priority(Priorities.AUTHENTICATION)
final class KeyFilter extends AuthFilter<String, StoredKey> implements RouteRule {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

  private static final String NO_KEY = "Missing key, send it as 'Authorization: Bearer KEY'";
  private static final String BAD_KEY = "Unknown, revoked or expired key";

  private static final String CHALLENGE = "Bearer realm=\"shortener\"";

  private final KeyUses uses;
  private final RefusalMetrics refusals;
  private final Clock clock;

  @Context private ResourceInfo route;
  @Context private HttpServletRequest servletRequest;

  KeyFilter(KnownKeys keys, KeyUses uses, RefusalMetrics refusals, Clock clock) {
    this.authenticator = keys;
    this.authorizer =
        (key, scope, request) -> Scope.of(scope).filter(key.key()::includes).isPresent();
    this.uses = uses;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = route.getResourceMethod();
    // What a path allows is asked by browsers, which send no key with that.
    if (method.isAnnotationPresent(PermitAll.class)
        || request.getMethod().equals(HttpMethod.OPTIONS)) {
      return;
    }
    Optional<String> shown = shown(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    if (shown.isEmpty()) {
      refusals.unauthorized();
      request.abortWith(refusal(401, NO_KEY, CHALLENGE));
    } else if (!authenticate(request, shown.get(), "Bearer")) {
      refusals.unauthorized();
      request.abortWith(refusal(401, BAD_KEY, CHALLENGE + ", error=\"invalid_token\""));
    } else if (request.getSecurityContext().getUserPrincipal() instanceof StoredKey key) {
      admit(key.key(), method.getAnnotation(Needs.class), request);
    }
  }

  private void admit(Key key, @Nullable Needs needs, ContainerRequestContext request) {
    uses.note(key.id(), clock.instant());
    Optional<Long> owner = Optional.ofNullable(key.ownerId());
    if (needs == null) {
      refuse(request, "No key is good for this", "");
    } else if (request.getSecurityContext().isUserInRole(needs.value().toString())) {
      identify(key, Optional.empty());
    } else if (needs.orOwner() && key.includes(Scope.CREATE) && owner.isPresent()) {
      identify(key, owner);
    } else {
      refuse(request, lacking(needs), ", scope=\"" + needs.value() + "\"");
    }
  }

  private static String lacking(Needs needs) {
    return "This needs a key with the scope " + needs.value();
  }

  @Override
  public void describe(Operation operation, Method route) {
    Needs needs = route.getAnnotation(Needs.class);
    if (needs != null) {
      operation
          .needsKey()
          .says(
              lacking(needs).replace("scope " + needs.value(), "scope `" + needs.value() + "`")
                  + (needs.orOwner() ? ", or `create` for what belongs to the key's owner." : "."))
          .refuses(401, NO_KEY, BAD_KEY)
          .refuses(403, lacking(needs))
          .refusesWith(403, HttpHeaders.WWW_AUTHENTICATE, true);
    }
  }

  private void identify(Key key, Optional<Long> owner) {
    Caller somebody = Caller.of(servletRequest);
    new Caller(Optional.of(key.id()), key.name(), somebody.address(), owner)
        .identify(servletRequest);
  }

  private void refuse(ContainerRequestContext request, String error, String scope) {
    refusals.forbidden();
    request.abortWith(refusal(403, error, CHALLENGE + ", error=\"insufficient_scope\"" + scope));
  }

  private static Optional<String> shown(@Nullable String authorization) {
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
    return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
  }

  private static Response refusal(int status, String error, String challenge) {
    return Response.fromResponse(new ErrorBody(error, status).toResponse())
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
        .build();
  }
}
