package io.shortener.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import org.apache.commons.io.input.BoundedInputStream;

/** Holds the routes to their {@link BodyLimit}. */
public final class BodyLimits implements DynamicFeature {
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    BodyLimit limit = resource.getResourceMethod().getAnnotation(BodyLimit.class);
    if (limit != null) {
      context.register(new Limit(limit.value()));
    }
  }

  private record Limit(long bytes) implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) throws IOException {
      if (request.getLength() > bytes) {
        throw tooLarge();
      }
      request.setEntityStream(
          BoundedInputStream.builder()
              .setInputStream(request.getEntityStream())
              .setMaxCount(bytes + 1)
              .setOnMaxCount(
                  (max, count) -> {
                    throw tooLarge();
                  })
              .get());
    }

    private static ApiException tooLarge() {
      return ApiException.tooLarge("Request body too large");
    }
  }
}
