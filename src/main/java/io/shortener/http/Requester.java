package io.shortener.http;

import jakarta.ws.rs.container.ContainerRequestContext;

/** Who asks, as far as the service has found out. */
public final class Requester {
  /** The request attribute in which whoever finds it out says so; absent when nobody did. */
  public static final String ATTRIBUTE = Requester.class.getName();

  private Requester() {}

  /** A name that is nobody else's, or empty when it is not known who asks. */
  public static String of(ContainerRequestContext request) {
    Object requester = request.getProperty(ATTRIBUTE);
    return requester == null ? "" : requester.toString();
  }
}
