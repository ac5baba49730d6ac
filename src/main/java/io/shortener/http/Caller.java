package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks the API for something.
 *
 * @param keyId the key that was shown; empty where none is asked for
 * @param name the key's name, or the address where there is no key
 * @param address where the request comes from, as far as proxies are believed
 * @param owner the user whose links alone the caller sees and changes; empty for those of all
 */
public record Caller(Optional<Long> keyId, String name, InetAddress address, Optional<Long> owner) {
  private static final String ATTRIBUTE = Caller.class.getName();

  /** Somebody of whom nothing but the address is known. */
  static Caller from(InetAddress address) {
    return new Caller(Optional.empty(), address.getHostAddress(), address, Optional.empty());
  }

  /** The caller of a request that has come as far as a resource. */
  public static Caller of(HttpServletRequest request) {
    return known(request.getAttribute(ATTRIBUTE));
  }

  /** The same, for who stands around a resource. */
  public static Caller of(ContainerRequestContext request) {
    return known(request.getProperty(ATTRIBUTE));
  }

  private static Caller known(@Nullable Object attribute) {
    if (attribute instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("Nobody has said who asks");
  }

  /** Lets the rest of a request know. */
  public void identify(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /**
   * Whether the caller may see and change what belongs to a user.
   *
   * @param userId null for what belongs to nobody
   */
  public boolean mayReach(@Nullable Long userId) {
    return owner.isEmpty() || owner.get().equals(userId);
  }
}
