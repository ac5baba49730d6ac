package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import org.apache.commons.io.input.BoundedInputStream;

/** Holds the routes to their {@link BodyLimit}. */
final class BodyLimits implements DynamicFeature {
  @Context private HttpServletRequest servletRequest;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    BodyLimit limit = resource.getResourceMethod().getAnnotation(BodyLimit.class);
    if (limit != null) {
      context.register(new Limit(limit.value()));
    }
  }

  private final class Limit implements ContainerRequestFilter {
    private final long bytes;

    Limit(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
      if (servletRequest.getContentLengthLong() > bytes) {
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
