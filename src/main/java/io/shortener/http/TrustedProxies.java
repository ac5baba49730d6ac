package io.shortener.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.util.InetAddressSet;

/** The addresses whose word on where a request comes from counts. Thread-safe. */
public final class TrustedProxies {
  private final InetAddressSet addresses = new InetAddressSet();

  /**
   * @param addresses single ones, CIDR blocks or ranges, as Jetty's {@link InetAddressSet} reads
   *     them
   * @throws IllegalArgumentException when one cannot be read
   */
  public TrustedProxies(Iterable<String> addresses) {
    addresses.forEach(this.addresses::add);
  }

  /** Whether the other end of a connection is among them. */
  public boolean include(SocketAddress peer) {
    return peer instanceof InetSocketAddress address
        && address.getAddress() != null
        && addresses.test(address.getAddress());
  }

  /** Whether an address is among them. */
  boolean include(InetAddress address) {
    return addresses.test(address);
  }

  /** Whether an address, written as numbers, is among them. */
  boolean include(String address) {
    try {
      // A literal address: nothing is looked up.
      return addresses.test(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
