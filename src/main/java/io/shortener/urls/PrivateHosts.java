package io.shortener.urls;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Hosts that mean something else, or something secret, to each who asks: this machine and private
 * networks. Names are judged by themselves; what the DNS says of a name may change at any time.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's registry of
 *     special IPv4 addresses</a>
 * @see <a href="https://url.spec.whatwg.org/#concept-ipv4-parser">how browsers read an IPv4
 *     address</a>
 */
final class PrivateHosts {
  private static final Set<String> TOP_LEVELS =
      Set.of("localhost", "local", "internal", "intranet", "lan", "arpa");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final int MAX_PARTS = 4;
  private static final int BITS_OF_PART = 8;

  private static final InetAddressSet SPECIAL = new InetAddressSet();

  static {
    SPECIAL.add("0.0.0.0/8");
    SPECIAL.add("100.64.0.0/10");
    SPECIAL.add("192.0.0.0/24");
    SPECIAL.add("198.18.0.0/15");
    SPECIAL.add("240.0.0.0/4");
    SPECIAL.add("fc00::/7");
  }

  private PrivateHosts() {}

  /** Whether a {@link Target#host} is none that everybody reaches. */
  static boolean contain(String host) {
    String last = lastLabel(host);
    if (host.startsWith("[") || NUMBER.matcher(last).matches()) {
      return address(host).map(PrivateHosts::isPrivate).orElse(true);
    }
    return last.equals(host) || TOP_LEVELS.contains(last);
  }

  /** The address that a host in lower case is, as browsers read it; empty when it is a name. */
  static Optional<InetAddress> address(String host) {
    if (host.startsWith("[")) {
      return Optional.of(host)
          .filter(InetAddresses::isUriInetAddress)
          .map(InetAddresses::forUriString);
    }
    return NUMBER.matcher(lastLabel(host)).matches() ? ipv4(host) : Optional.empty();
  }

  private static String lastLabel(String host) {
    return host.substring(host.lastIndexOf('.') + 1);
  }

  private static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || SPECIAL.test(address)
        || (address instanceof Inet6Address six
            && InetAddresses.hasEmbeddedIPv4ClientAddress(six)
            && isPrivate(InetAddresses.getEmbeddedIPv4ClientAddress(six)));
  }

  /** Up to four numbers, decimal, octal or hexadecimal, of which the last fills what is left. */
  private static Optional<InetAddress> ipv4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length > MAX_PARTS) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean isLast = i == parts.length - 1;
      int bits = isLast ? BITS_OF_PART * (MAX_PARTS - i) : BITS_OF_PART;
      Optional<Long> number = number(parts[i]).filter(value -> value < 1L << bits);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      address = address << bits | number.get();
    }
    return Optional.of(InetAddresses.fromInteger((int) address));
  }

  private static Optional<Long> number(String part) {
    if (!NUMBER.matcher(part).matches()) {
      return Optional.empty();
    }
    try {
      if (part.startsWith("0x")) {
        return Optional.of(part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16));
      }
      return Optional.of(Long.parseLong(part, part.startsWith("0") ? 8 : 10));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
