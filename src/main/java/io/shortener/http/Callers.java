package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;

/** Says of every request from where it comes; who asks for keys says more. */
@PreMatching
public final class Callers implements ContainerRequestFilter {
  private final ClientAddresses addresses;

  @Context private HttpServletRequest servletRequest;

  public Callers(ClientAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Caller.from(addresses.of(servletRequest)).identify(servletRequest);
  }
}
