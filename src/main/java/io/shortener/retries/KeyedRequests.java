package io.shortener.retries;

import io.shortener.http.ApiException;
import io.shortener.http.BodyLimit;
import io.shortener.http.Caller;
import io.shortener.http.JsonObjectReader;
import io.shortener.http.TellsSecret;
import io.shortener.reference.Operation;
import io.shortener.reference.RouteRule;
import io.shortener.reference.Schema;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Optional;

/** Finds out which requests have a key, on every route that takes a POST. */
final class KeyedRequests implements DynamicFeature, RouteRule {
  /** After whoever finds out who asks, and after the limits of bodies. */
  private static final int AFTER_THE_OTHERS = Priorities.USER + 1_000;

  private static final String SECRET =
      "'" + IdempotencyKey.HEADER + "' is not taken here: the answer has a secret and is not kept";

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (resource.getResourceMethod().isAnnotationPresent(TellsSecret.class)) {
      context.register(new NoKeys(), AFTER_THE_OTHERS);
    } else if (resource.getResourceMethod().isAnnotationPresent(POST.class)) {
      BodyLimit limit = resource.getResourceMethod().getAnnotation(BodyLimit.class);
      context.register(
          new Reader(limit == null ? JsonObjectReader.MAX_BYTES : limit.value()), AFTER_THE_OTHERS);
    }
  }

  @Override
  public void describe(Operation operation, Method route) {
    if (route.isAnnotationPresent(TellsSecret.class)) {
      operation.refuses(400, SECRET);
    } else if (route.isAnnotationPresent(POST.class)) {
      operation
          .header(
              IdempotencyKey.HEADER,
              "What the client calls this request, to send it again: a text in quotes, or without"
                  + " them. The answer is kept for 24 hours.",
              Schema.text().matching(IdempotencyKey.FORM),
              "\"8e03978e-40d5-43e8\"")
          .maySend(
              Answer.REPLAYED,
              Schema.word("true").says("The answer is the one to the same request, sent before."))
          .refuses(400, IdempotencyKey.UNREADABLE)
          .refuses(409, KeyedInvocations.RUNNING)
          .refusesWith(409, HttpHeaders.RETRY_AFTER, false)
          .refuses(422, KeptAnswers.OTHER_REQUEST);
    }
  }

  /** Refuses what would not be safe to send again, rather than do it as if it were. */
  private static final class NoKeys implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getHeaders().containsKey(IdempotencyKey.HEADER)) {
        throw ApiException.badRequest(SECRET);
      }
    }
  }

  /** Reads the body to its end, for its fingerprint, and once more for the route. */
  private static final class Reader implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BODY = Spool.class.getName();
    private static final int BUFFER = 1 << 13;

    private final long limit;

    Reader(long limit) {
      this.limit = limit;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
      Optional<IdempotencyKey> key =
          IdempotencyKey.of(request.getHeaders().get(IdempotencyKey.HEADER));
      if (key.isPresent()) {
        Spool body = new Spool();
        request.setProperty(BODY, body);
        read(request.getEntityStream(), body);
        request.setProperty(
            KeyedRequest.PROPERTY,
            KeyedRequest.of(requester(request), key.get(), Fingerprint.of(request, body)));
        request.setEntityStream(body.stream());
      }
    }

    /** Whoever shows another access key is somebody else; without keys all are one. */
    private static String requester(ContainerRequestContext request) {
      return Caller.of(request).keyId().map(String::valueOf).orElse("");
    }

    private void read(InputStream from, Spool body) throws IOException {
      byte[] buffer = new byte[BUFFER];
      long length = 0;
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        length += read;
        if (length > limit) {
          throw ApiException.tooLarge("Request body too large");
        }
        body.write(buffer, 0, read);
      }
    }

    /** Whatever became of the request: its body is not read any more. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response)
        throws IOException {
      if (request.getProperty(BODY) instanceof Spool body) {
        body.discard();
      }
    }
  }
}
