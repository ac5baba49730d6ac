package io.shortener.http;

import com.google.common.base.Ascii;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what Jersey would be generous about: a path with a trailing slash or a matrix
 * parameter is another path, every answer has its one media type whatever the client accepts (but
 * for lists, which come as CSV or as lines of JSON to who prefers that), and a body that does not
 * say what it is can be anything, not just what would suit its route.
 */
@PreMatching
final class PathRules implements ContainerRequestFilter {
  private static final Pattern WILDCARD = Pattern.compile("^\\s*[^;]*\\*");
  private static final Logger LOGGER = LoggerFactory.getLogger(PathRules.class);

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath(false);
    if (path.endsWith("/") || path.indexOf(';') >= 0) {
      throw new NotFoundException();
    }
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, accepted(request));
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null || WILDCARD.matcher(type).find()) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
    }
  }

  /** What the client prefers to all else, if lists have it; routes that have not go on in JSON. */
  private static String accepted(ContainerRequestContext request) {
    if (request.getHeaderString(HttpHeaders.ACCEPT) != null) {
      try {
        MediaType preferred = request.getAcceptableMediaTypes().get(0);
        String name = Ascii.toLowerCase(preferred.getType() + "/" + preferred.getSubtype());
        boolean isRefused =
            Double.parseDouble(preferred.getParameters().getOrDefault("q", "1")) == 0;
        if (!isRefused && (name.equals(Rows.CSV) || name.equals(Rows.JSON_LINES))) {
          return name + ", */*;q=0.1";
        }
      } catch (RuntimeException e) {
        LOGGER.debug("An Accept that nobody can read is none", e);
      }
    }
    return MediaType.WILDCARD;
  }
}
