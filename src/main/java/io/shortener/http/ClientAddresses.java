package io.shortener.http;

import com.google.common.base.Splitter;
import com.google.common.collect.Lists;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Where requests come from: the other end of the connection or, when that is a trusted proxy, who
 * {@code X-Forwarded-For} says was at the other end of its own. Thread-safe.
 */
public final class ClientAddresses {
  private static final String HEADER = "X-Forwarded-For";
  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  private final TrustedProxies trusted;

  /**
   * @param trusted who is believed
   */
  public ClientAddresses(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /** The address of whoever sent a request, as a servlet sees it. */
  InetAddress of(HttpServletRequest request) {
    InetAddress peer = literal(request.getRemoteAddr());
    return trusted.include(peer) ? of(peer, Collections.list(request.getHeaders(HEADER))) : peer;
  }

  /** The address of whoever sent a request, as a handler sees it. */
  public InetAddress of(Request request) {
    InetAddress peer =
        request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
            ? socket.getAddress()
            : InetAddress.getLoopbackAddress();
    return trusted.include(peer) ? of(peer, request.getHeaders().getValuesList(HEADER)) : peer;
  }

  /** The last in the chain whom nobody trusted has vouched for; what cannot be read ends it. */
  private InetAddress of(InetAddress peer, List<String> headers) {
    InetAddress client = peer;
    for (String previous : Lists.reverse(COMMAS.splitToList(String.join(",", headers)))) {
      Optional<InetAddress> address = parse(previous);
      if (address.isEmpty() || !trusted.include(client)) {
        break;
      }
      client = address.get();
    }
    return client;
  }

  private static Optional<InetAddress> parse(String text) {
    try {
      return Optional.of(InetAddresses.forString(HostAndPort.fromString(text).getHost()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Numbers, and brackets around those of IPv6: nothing is looked up. */
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("Not the address of a connection: " + address, e);
    }
  }
}
