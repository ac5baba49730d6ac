package io.shortener.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** A client that follows a list. */
final class Following {
  private final HttpClient http;
  private final String list;
  private String cursor;

  /**
   * @param list its path with a query string that goes on
   * @param after where to begin
   */
  Following(HttpClient http, String list, String after) {
    this.http = http;
    this.list = list;
    this.cursor = after;
  }

  String cursor() {
    return cursor;
  }

  /** Asks once. */
  Answer ask() {
    Answer answer = http.get(list + "after=" + cursor);
    cursor = answer.header(Feed.NEXT).orElse(cursor);
    return answer;
  }

  /** The ids in the next answer. */
  List<Long> next() {
    List<Long> ids = new ArrayList<>();
    for (JsonNode row : ask().json()) {
      ids.add(row.get("id").asLong());
    }
    return ids;
  }

  /** All that comes until an answer leads no further. */
  List<Long> rest() {
    List<Long> ids = new ArrayList<>();
    String before;
    do {
      before = cursor;
      ids.addAll(next());
    } while (!cursor.equals(before));
    return ids;
  }
}
