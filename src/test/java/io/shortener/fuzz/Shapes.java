package io.shortener.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the bodies of successes have to look like. */
final class Shapes {
  private static final String USER = "id:id username:text email:text created_at:time";
  private static final String URL =
      "id:id user_id:id? short_code:code original_url:url title:text is_active:bool"
          + " click_count:count created_at:time updated_at:time valid_from:time? expires_at:time?"
          + " max_clicks:id? redirect_status:redirect forward_query:bool tags:texts domain:text?";
  private static final String EVENT =
      "id:id url_id:id? user_id:id? event_type:text timestamp:time details:object";
  private static final String VISITS =
      "clicks:count human:count bot:count preview:count prefetch:count";
  private static final String STATS =
      "from:time to:time tz:text interval:text totals:visits lifetime:visits series:steps"
          + " top:object";
  private static final String PREVIEW =
      "short_code:code short_url:url original_url:url title:text created_at:time expires_at:time?";
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");

  private Shapes() {}

  /** What is wrong with the body of a success; empty when nothing is. */
  static List<String> faults(Endpoint route, JsonNode json) {
    List<String> faults = new ArrayList<>();
    switch (route) {
      case CREATE_USER, FIND_USER, CHANGE_USER -> object(json, USER, faults);
      case LIST_USERS -> array(json, USER, faults);
      case CREATE_URL, FIND_URL, CHANGE_URL -> object(json, URL, faults);
      case LIST_URLS -> array(json, URL, faults);
      case CREATE_EVENT, FIND_EVENT -> object(json, EVENT, faults);
      case LIST_EVENTS -> array(json, EVENT, faults);
      case SHORTEN -> object(json, "short_code:code short_url:url original_url:url", faults);
      case HEALTH -> object(json, "status:ok", faults);
      case COUNT_URL, COUNT_ALL -> object(json, STATS, faults);
      case PREVIEW -> object(json, PREVIEW, faults);
      case CREATE_URLS -> results(json, faults);
      case IMPORT_USERS -> outcome(json, faults);
      default -> faults.add("No body belongs to this route");
    }
    return faults;
  }

  /** The fields of the objects of a list, in their order. */
  static List<String> fields(Endpoint list) {
    String fields =
        switch (list) {
          case LIST_USERS -> USER;
          case LIST_URLS -> URL;
          default -> EVENT;
        };
    return Splitter.on(' ')
        .splitToStream(fields)
        .map(field -> field.substring(0, field.indexOf(':')))
        .toList();
  }

  private static void array(JsonNode json, String fields, List<String> faults) {
    if (!json.isArray()) {
      faults.add("No array");
    }
    json.forEach(element -> object(element, fields, faults));
  }

  private static void object(JsonNode json, String fields, List<String> faults) {
    Set<String> names = new TreeSet<>();
    for (String field : Splitter.on(' ').split(fields)) {
      List<String> parts = Splitter.on(':').splitToList(field);
      names.add(parts.get(0));
      if (!fits(json.path(parts.get(0)), parts.get(1))) {
        faults.add("'" + parts.get(0) + "' is no " + parts.get(1) + ": " + json.get(parts.get(0)));
      }
    }
    Set<String> found = new TreeSet<>();
    json.fieldNames().forEachRemaining(found::add);
    if (!found.equals(names)) {
      faults.add("Fields " + found + " instead of " + names);
    }
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "id" -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0;
      case "id?" -> value.isNull() || fits(value, "id");
      case "count" -> value.isIntegralNumber() && value.longValue() >= 0;
      case "text" -> value.isTextual();
      case "text?" -> value.isNull() || fits(value, "text");
      case "code" -> value.isTextual() && value.textValue().matches("[A-Za-z0-9]{6}");
      case "url" -> value.isTextual() && value.textValue().matches("(?is)https?://.+");
      case "time" -> value.isTextual() && TIME.matcher(value.textValue()).matches();
      case "time?" -> value.isNull() || fits(value, "time");
      case "redirect" -> List.of(301, 302, 307, 308).contains(value.intValue());
      case "texts" -> value.isArray() && Streams.stream(value).allMatch(JsonNode::isTextual);
      case "visits" -> faultless(value, VISITS);
      case "steps" ->
          value.isArray()
              && Streams.stream(value)
                  .allMatch(step -> faultless(step, "start:time local:time " + VISITS));
      case "bool" -> value.isBoolean();
      case "object" -> value.isObject();
      default -> value.isTextual() && value.textValue().equals(type);
    };
  }

  private static boolean faultless(JsonNode json, String fields) {
    List<String> faults = new ArrayList<>();
    object(json, fields, faults);
    return faults.isEmpty();
  }

  private static void results(JsonNode json, List<String> faults) {
    if (!json.isArray()) {
      faults.add("No array");
    }
    long row = 0;
    for (JsonNode result : json) {
      int status = result.path("status").asInt();
      boolean made = status == 200 || status == 201;
      row++;
      if (result.path("row").asLong() != row || result.size() != 3 || status >= 500) {
        faults.add("No result of row " + row + ": " + result);
      } else if (made) {
        object(result.path("url"), URL, faults);
      } else if (status < 400 || result.path("error").asText().isBlank()) {
        faults.add("Neither url nor error: " + result);
      }
    }
  }

  private static void outcome(JsonNode json, List<String> faults) {
    JsonNode skipped = json.path("skipped");
    if (!skipped.isArray()) {
      faults.add("'skipped' is no array");
    }
    long imported = json.path("imported").asLong(-1);
    if (imported < 0
        || imported != json.path("created").asLong(-1) + json.path("updated").asLong(-1)) {
      faults.add("'imported' is not the sum of 'created' and 'updated'");
    }
    if (json.size() != 5 || skipped.size() != json.path("skipped_count").asLong(-1)) {
      faults.add("'skipped_count' is not the size of 'skipped'");
    }
    for (JsonNode row : skipped) {
      if (row.path("line").asLong() < 2 || row.path("reason").asText().isBlank()) {
        faults.add("A skipped row without line and reason: " + row);
      }
    }
  }
}
