package io.shortener.http;

import com.google.common.base.CharMatcher;
import com.google.common.collect.Lists;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/** Tells the metrics which route answered, as a template: {@code /users/{id}}. */
public final class Route implements ContainerResponseFilter {
  /** The request attribute that holds the template; absent when no route matched. */
  public static final String ATTRIBUTE = Route.class.getName();

  private static final String WAITING = Route.class.getName() + ".waiting";

  private static final Pattern CONDITION = Pattern.compile(":[^{}]*(\\{[^{}]*}[^{}]*)*");

  @Context private HttpServletRequest servletRequest;

  /**
   * Tells that a request is not answered before something happens, for as long as its client likes:
   * {@code /events?wait} is another route, because the time that it takes tells nothing.
   */
  public static void waits(HttpServletRequest request) {
    request.setAttribute(WAITING, true);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    List<UriTemplate> matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedTemplates();
    if (!matched.isEmpty()) {
      boolean waits = servletRequest.getAttribute(WAITING) != null;
      servletRequest.setAttribute(ATTRIBUTE, template(matched) + (waits ? "?wait" : ""));
    }
  }

  private static String template(List<UriTemplate> innermostFirst) {
    String joined =
        Lists.reverse(innermostFirst).stream()
            .map(UriTemplate::getTemplate)
            .collect(Collectors.joining("/"));
    String path = CONDITION.matcher(joined).replaceAll("");
    return CharMatcher.is('/').collapseFrom(path, '/');
  }
}
