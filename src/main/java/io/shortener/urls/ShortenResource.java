package io.shortener.urls;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.Caller;
import io.shortener.http.JsonObject;
import io.shortener.http.Needs;
import io.shortener.http.PublicUrl;
import io.shortener.http.Scope;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;

/** {@code POST /shorten}: the short way to a short url, without owner or title. */
@Path("/shorten")
@Produces(MediaType.APPLICATION_JSON)
public final class ShortenResource implements Described {
  private final UrlDao urls;
  private final ShortCodes codes;
  private final Domains domains;
  private final SafeTargets targets;
  private final PublicUrl publicUrl;
  private final Clock clock;
  private final LinkListener listener;

  /**
   * @param listener told of every link that is made here
   */
  public ShortenResource(
      UrlDao urls,
      ShortCodes codes,
      Domains domains,
      SafeTargets targets,
      PublicUrl publicUrl,
      Clock clock,
      LinkListener listener) {
    this.urls = urls;
    this.codes = codes;
    this.domains = domains;
    this.targets = targets;
    this.publicUrl = publicUrl;
    this.clock = clock;
    this.listener = listener;
  }

  @POST
  @Needs(value = Scope.WRITE, orOwner = true)
  public Response shorten(JsonObject body, @Context HttpServletRequest request) {
    NewUrl wanted = NewUrl.fromShorten(body, domains).by(Caller.of(request));
    targets.check(wanted.originalUrl(), request);
    MadeUrl made = urls.create(wanted, codes, Caller.of(request), clock.instant());
    Url url = made.url();
    listener.linkChanged(url.address());
    String shortUrl = url.shortUrl(publicUrl, request);
    return made.answer(publicUrl, request)
        .entity(new ShortenedUrl(url.shortCode(), shortUrl, url.originalUrl()))
        .build();
  }

  @Override
  public Description description() {
    return NewUrlDescription.ofShorten();
  }

  /** The answer. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ShortenedUrl(String shortCode, String shortUrl, String originalUrl) {}
}
