package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://LOCALHOST.:8080/",
        "http://a.localhost/",
        "http://127.0.0.1/",
        "http://user@127.1.2.3:80/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.01/",
        "http://0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]:80/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[2002:7f00:1::]/",
        "http://intranet/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://%6c%6fcalhost/",
        "http://127。0。0。1/"
      })
  void hostOfThisMachineOrAPrivateNetworkIsPrivate(String url) {
    assertThat(PrivateHosts.contain(Target.of(url).host())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://sub.example.com.:8443/localhost?http://127.0.0.1",
        "http://8.8.8.8/",
        "http://172.32.0.1/",
        "http://134744072/",
        "http://[2606:4700::1111]/",
        "http://localhost.example.com/",
        "http://münchen.example/",
        "http://10.example.com/"
      })
  void hostThatEverybodyReachesIsNot(String url) {
    assertThat(PrivateHosts.contain(Target.of(url).host())).isFalse();
  }
}
