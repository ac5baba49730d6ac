package io.shortener.urls;

import com.google.common.base.Splitter;
import io.shortener.http.ApiException;
import io.shortener.http.HostName;
import io.shortener.http.JsonObject;
import io.shortener.http.RequestedHost;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * The hosts that have links of their own: a link that has one of them as its domain leads on there
 * and nowhere else, and no other link leads on there. One without a domain, which is {@code ""},
 * leads on at every other host. Thread-safe.
 */
public final class Domains {
  private final Set<String> names;
  private final RequestedHost hosts;

  /**
   * @param names as {@link #read} has them
   * @param hosts tells which of them a visitor comes to
   */
  public Domains(Set<String> names, RequestedHost hosts) {
    this.names = Set.copyOf(names);
    this.hosts = hosts;
  }

  /**
   * Reads names of hosts, separated by commas or white space, in their order.
   *
   * @throws IllegalArgumentException when one of them is no name
   */
  public static Set<String> read(String setting) {
    Set<String> names = new LinkedHashSet<>();
    for (String text : Splitter.onPattern("[,\\s]+").omitEmptyStrings().split(setting)) {
      names.add(HostName.of(text).orElseThrow(() -> new IllegalArgumentException(text)));
    }
    return names;
  }

  /** Whether a name, as {@link HostName} has it, is one of them. */
  boolean include(String name) {
    return names.contains(name);
  }

  /**
   * What a visitor asks for who comes with a code. Every visit comes by here: nothing is looked at
   * where there are no domains, and nothing but the host where there are.
   */
  public String address(Request request, String code) {
    return names.isEmpty() ? code : address(among(hosts.of(request)), code);
  }

  /** The domain that a request is for, {@code ""} for none. */
  String of(HttpServletRequest request) {
    return names.isEmpty() ? "" : among(hosts.of(request));
  }

  /**
   * What a link is found by: its code, and where it has a domain that before it, as in {@code
   * go.example/sale}. No code has a slash. The database announces changes under the same text.
   */
  public static String address(String domain, String code) {
    return domain.isEmpty() ? code : domain + "/" + code;
  }

  /**
   * Reads the domain that a url shall have, {@code ""} for none.
   *
   * @throws ApiException 400 when it is none of them
   */
  String chosen(JsonObject body) {
    return body.optionalText("domain").map(this::checked).orElse("");
  }

  private String checked(String text) {
    return HostName.of(text).filter(names::contains).orElseThrow(this::unknown);
  }

  private ApiException unknown() {
    return ApiException.badRequest(
        names.isEmpty()
            ? "'domain' must be left out: this service has no domains"
            : "'domain' must be one of the domains of this service");
  }

  private String among(String host) {
    return names.contains(host) ? host : "";
  }
}
