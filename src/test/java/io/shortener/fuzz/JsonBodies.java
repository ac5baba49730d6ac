package io.shortener.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Bodies for the routes that take JSON. */
final class JsonBodies {
  private static final String INVALID = "Invalid JSON";
  private static final int TOO_MANY = (1 << 20) + 1;

  private static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "1",
          "1e999999999",
          "\"text\"",
          "[]",
          "[{}]",
          "{",
          "}",
          "{\"",
          "{\"a\"",
          "{]",
          "{} {}",
          "{}x",
          "{},",
          "{}\u0000",
          "\u0000{}",
          "// c\n{}",
          "<a/>",
          "a=b&c=d",
          "NaN",
          "[".repeat(100_000),
          "{\"a\":".repeat(2_000));

  private static final List<String> OTHER_TYPES =
      List.of(
          "",
          "text/plain",
          "text/json",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=b",
          "application/xml",
          "application/octet-stream",
          "application/json; charset=utf-16",
          "application/json; charset=latin1",
          "application/jsonx",
          "*/*");

  private static final List<String> BROKEN_TYPES =
      List.of("garbage", "application/", "/json", ";", "application json", "a/b/c", "\"", "é/é");

  private final Dice dice;
  private final JsonFields fields;

  JsonBodies(Dice dice, KnownRows rows) {
    this.dice = dice;
    this.fields = new JsonFields(dice, rows);
  }

  void addTo(Draft draft) {
    int kind = dice.below(100);
    if (kind < 40) {
      write(draft, fields.of(draft.route, false));
    } else if (kind < 72) {
      write(draft, fields.of(draft.route, true));
    } else if (kind < 78) {
      writeWithout(draft);
    } else if (kind < 85) {
      draft.faultSaying(400, INVALID);
      draft.setBody("application/json", utf8(dice.pick(NO_OBJECTS)));
    } else if (kind < 92) {
      breakBytes(draft);
    } else if (kind < 97) {
      breakType(draft);
    } else if (kind < 99) {
      write(draft, fields.of(draft.route, false));
      compress(draft);
    } else {
      tooLarge(draft);
    }
  }

  /** A body of {@code POST /urls} with what may be answered to it; one in three is not usable. */
  Draft url() {
    Draft draft = new Draft(Endpoint.CREATE_URL, Endpoint.CREATE_URL);
    write(draft, fields.of(draft.route, dice.chance(33)));
    return draft;
  }

  /** The body of a request that ignores it. */
  void addIgnored(Draft draft) {
    draft.setBody(
        dice.pick("application/json", "text/plain", ""),
        utf8(dice.pick(NO_OBJECTS.subList(0, 20))));
  }

  private void write(Draft draft, Map<String, JsonValue> values) {
    List<String> members = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          members.add(key(name) + ":" + (dice.chance(30) ? " " : "") + value.literal());
          value.echo().ifPresent(node -> draft.echoes.put(name, node));
          judge(draft, value);
        });
    if (draft.route.method.equals("PUT")
        && values.values().stream().allMatch(value -> value.literal().equals("null"))) {
      // Whether an object of unknown fields or nulls is one without its fields is not said.
      draft.possible(400);
    }
    if (dice.chance(15)) {
      members.add("\"x" + dice.below(9) + "\":" + dice.pick("null", "[1,{}]", "\"id\"", "-0.0e-9"));
      members.add("\"id\": 7");
      members.add("\"click_count\": 9");
    }
    LinkRules.addTo(draft, members, dice);
    if (dice.chance(4) && !members.isEmpty()) {
      members.add(members.get(0));
      draft.possible(400);
    }
    dice.shuffle(members);
    if (members.isEmpty()) {
      draft.fault(400);
    }
    String space = dice.pick("", "", " ", "\r\n\t");
    draft.setBody(
        dice.pick(
            "application/json",
            "application/json",
            "application/json; charset=utf-8",
            "Application/JSON;charset=\"UTF-8\""),
        utf8(space + "{" + String.join("," + space, members) + "}" + space));
  }

  private static void judge(Draft draft, JsonValue value) {
    if (value.unknownRow() != 0) {
      draft.possible(value.unknownRow());
    }
    if (value.usable()) {
      return;
    }
    if (value.message().isEmpty()) {
      draft.fault(400);
    } else {
      draft.faultSaying(400, value.message());
    }
  }

  /** Without a field that has to be there. */
  private void writeWithout(Draft draft) {
    Map<String, JsonValue> values = fields.of(draft.route, false);
    List<String> required =
        values.keySet().stream().filter(name -> JsonFields.isRequired(draft.route, name)).toList();
    if (required.isEmpty()) {
      draft.fault(400);
      draft.setBody("application/json", utf8("{}"));
      return;
    }
    String missing = dice.pick(required);
    values.remove(missing);
    draft.faultSaying(400, JsonFields.complaint(draft.route, missing));
    write(draft, values);
  }

  private void breakBytes(Draft draft) {
    write(draft, fields.of(draft.route, false));
    draft.fault(400);
    byte[] body =
        new String(draft.body, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
    int at = dice.below(body.length);
    draft.body =
        switch (dice.below(6)) {
          case 0 -> Arrays.copyOf(body, at);
          case 1 -> spliced(body, at, 0xFF);
          case 2 -> spliced(body, at, 0xC0, 0x80);
          case 3 -> spliced(body, at, 0xED, 0xA0, 0x80);
          case 4 -> spliced(body, 0, 0xEF, 0xBB, 0xBF);
          default -> spliced(body, body.length, dice.pick("{}", "x", "]", "}", "\u0000", ",1"));
        };
  }

  private void breakType(Draft draft) {
    write(draft, fields.of(draft.route, false));
    draft.headers.removeIf(header -> header.startsWith("Content-Type"));
    if (dice.chance(70)) {
      draft.faultSaying(400, INVALID);
      draft.setBody(dice.pick(OTHER_TYPES), draft.body);
    } else {
      draft.fault(400);
      draft.setBody(dice.pick(BROKEN_TYPES), draft.body);
    }
  }

  /** The body of a draft, in a form that may be borne, or in a broken one. */
  void compress(Draft draft) {
    draft.header("Content-Encoding", "gzip");
    byte[] zipped = gzip(draft.body);
    if (dice.chance(30)) {
      draft.possible(400, 415);
      draft.body = zipped;
      return;
    }
    draft.fault(400, 415);
    // Not only the checksum at its end is lost: some of the object is.
    int at = dice.below(zipped.length / 2);
    draft.body =
        switch (dice.below(3)) {
          case 0 -> draft.body;
          case 1 -> Arrays.copyOf(zipped, at);
          default -> spliced(zipped, 2, 0xFF, 0xFF);
        };
  }

  private void tooLarge(Draft draft) {
    draft.fault(413);
    draft.mayBeCut = true;
    byte[] body = new byte[TOO_MANY + dice.below(2_000)];
    Arrays.fill(body, (byte) ' ');
    System.arraycopy(utf8("{}"), 0, body, 0, 2);
    draft.setBody("application/json", body);
  }

  private String key(String name) {
    return dice.chance(3)
        ? "\"" + String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1) + "\""
        : "\"" + name + "\"";
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  static byte[] spliced(byte[] bytes, int at, String text) {
    return spliced(bytes, at, text.chars().toArray());
  }

  static byte[] spliced(byte[] bytes, int at, int... octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    for (int octet : octets) {
      out.write(octet);
    }
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
