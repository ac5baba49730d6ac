package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is believed about where a request comes from. */
class ClientAddressesTest {
  private final ClientAddresses addresses =
      new ClientAddresses(new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | 203.0.113.9                        | 192.0.2.1",
        "10.0.0.1  | 203.0.113.9                        | 203.0.113.9",
        "10.0.0.1  | 198.51.100.1, 203.0.113.9          | 203.0.113.9",
        "10.0.0.1  | 203.0.113.9, 10.0.0.2              | 203.0.113.9",
        "10.0.0.1  | 10.0.0.3, 10.0.0.2                 | 10.0.0.3",
        "fd00::1   | 2001:db8::9                        | 2001:db8::9",
        "10.0.0.1  | [2001:db8::9]:4711                 | 2001:db8::9",
        "10.0.0.1  | 203.0.113.9:4711                   | 203.0.113.9",
        "10.0.0.1  | unknown                            | 10.0.0.1",
        "10.0.0.1  | 203.0.113.9, unknown, 10.0.0.2     | 10.0.0.2",
        "10.0.0.1  | ,,                                 | 10.0.0.1",
        "10.0.0.1  | example.com                        | 10.0.0.1"
      })
  void lastWhomNobodyTrustedVouchesFor(String peer, String forwarded, String client) {
    assertThat(addresses.of(InetAddresses.forString(peer), List.of(forwarded)))
        .isEqualTo(InetAddresses.forString(client));
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(
            addresses.of(InetAddresses.forString("10.0.0.1"), List.of("203.0.113.9", "10.0.0.2")))
        .isEqualTo(InetAddresses.forString("203.0.113.9"));
  }
}
