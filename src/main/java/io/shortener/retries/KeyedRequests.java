package io.shortener.retries;

import io.shortener.http.ApiException;
import io.shortener.http.BodyLimit;
import io.shortener.http.Caller;
import io.shortener.http.JsonObjectReader;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Finds out which requests have a key, on every route that takes a POST. */
final class KeyedRequests implements DynamicFeature {
  /** After whoever finds out who asks, and after the limits of bodies. */
  private static final int AFTER_THE_OTHERS = Priorities.USER + 1_000;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (resource.getResourceMethod().isAnnotationPresent(POST.class)) {
      BodyLimit limit = resource.getResourceMethod().getAnnotation(BodyLimit.class);
      context.register(
          new Reader(limit == null ? JsonObjectReader.MAX_BYTES : limit.value()), AFTER_THE_OTHERS);
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
