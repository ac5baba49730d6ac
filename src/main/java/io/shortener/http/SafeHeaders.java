package io.shortener.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells browsers that an answer is data: not to be guessed at, run, framed, named as a referrer or
 * kept. Whoever answers may say otherwise. Redirects do not pass here: they are no data, and what
 * they take is paid by every visitor.
 */
final class SafeHeaders extends Handler.Wrapper {
  private static final List<HttpField> FIELDS =
      List.of(
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"));

  SafeHeaders(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    put(response);
    return super.handle(request, response, callback);
  }

  /** The same for an answer that is given before it comes here. */
  static void put(Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    FIELDS.forEach(headers::put);
  }
}
