package io.shortener.feed;

import io.shortener.http.PublicUrl;
import io.shortener.http.QueryParameters;
import io.shortener.http.Route;
import io.shortener.http.Rows;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A list that clients follow, the oldest first: each answer says where the next one begins. Nothing
 * appears behind a cursor that was given out. Thread-safe.
 */
public final class Feed {
  /** Where the next answer begins, as the parameter {@code after} takes it. */
  public static final String NEXT = "Next-Cursor";

  private final Horizon horizon;
  private final WaitingRoom room;
  private final PublicUrl publicUrl;
  private final LongSupplier nanoTime;

  Feed(Horizon horizon, WaitingRoom room, PublicUrl publicUrl, LongSupplier nanoTime) {
    this.horizon = horizon;
    this.room = room;
    this.publicUrl = publicUrl;
    this.nanoTime = nanoTime;
  }

  /**
   * Refuses to wait for what is not followed.
   *
   * @throws io.shortener.http.ApiException 400
   */
  public static void refuseWait(QueryParameters query) {
    FeedRequest.refuseWait(query);
  }

  /**
   * Answers what comes behind the cursor in a query string, if need be later.
   *
   * @param type of what {@code source} reads
   * @throws io.shortener.http.ApiException 400 when the query cannot be read, 503 when too many
   *     wait, or nobody knows how things are
   */
  public <T> Response answer(
      UriInfo uri, HttpServletRequest request, Source<T> source, GenericType<Rows<T>> type) {
    FeedRequest wanted = FeedRequest.from(new QueryParameters(uri));
    long asked = nanoTime.getAsLong();
    Horizon.State state = horizon.look();
    long after = wanted.begin(state, asked);
    String link = linkWithoutCursor(uri, request);
    Function<FeedStretch<T>, Response> answering = found -> answer(found, state.mark(), link, type);
    FeedStretch<T> found =
        state.settled() > after
            ? source.read(after, state.settled(), wanted.limit())
            : FeedStretch.nothing(after);
    boolean isAll = found.rows().isEmpty() && found.to() >= state.settled();
    if (!isAll || wanted.patience().isZero()) {
      return answering.apply(found);
    }
    Waiting<T> waiting =
        new Waiting<>(
            horizon,
            source,
            answering,
            found.to(),
            wanted.limit(),
            nanoTime.getAsLong() + wanted.patience().toNanos());
    Route.waits(request);
    room.enter(waiting);
    return Response.ok(waiting.answer()).build();
  }

  private static <T> Response answer(
      FeedStretch<T> found, int mark, String link, GenericType<Rows<T>> type) {
    String next = new FeedCursor(mark, found.to()).text();
    Rows<T> rows = found.rows()::forEach;
    return Response.ok(new GenericEntity<>(rows, type.getType()))
        .header(NEXT, next)
        .header(HttpHeaders.LINK, "<" + link + next + ">; rel=\"next\"")
        .build();
  }

  /** Of the next answer; to be asked before a request waits, after which nothing may be read. */
  private String linkWithoutCursor(UriInfo uri, HttpServletRequest request) {
    URI list = uri.getRequestUriBuilder().replaceQueryParam("after", "").build();
    return publicUrl.link(request, list.getRawPath() + "?" + list.getRawQuery());
  }
}
