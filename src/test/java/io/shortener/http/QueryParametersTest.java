package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.function.Consumer;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 42, Long.MAX_VALUE})
  void positiveIntegerIsAnId(long id) {
    assertThat(query("user_id=" + id).id("user_id")).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "%2B1",
        "1.0",
        "1e3",
        "abc",
        "0x10",
        "%201",
        "1%20",
        "%D9%A1",
        "true",
        "9223372036854775808",
        "99999999999999999999999"
      })
  void anythingElseIsNoId(String value) {
    assertRefused(
        "user_id=" + value, query -> query.id("user_id"), "'user_id' must be a positive integer");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "True,true", "false,false", "FALSE,false", "fAlse,false"})
  void booleanMayBeInAnyCase(String value, boolean meaning) {
    assertThat(query("is_active=" + value).bool("is_active")).contains(meaning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "maybe", "1", "0", "yes", "true%20", "truefalse"})
  void anythingElseIsNoBoolean(String value) {
    assertRefused(
        "is_active=" + value,
        query -> query.bool("is_active"),
        "'is_active' must be true or false");
  }

  @Test
  void absentParametersAreEmpty() {
    QueryParameters query = query("other=1");

    assertThat(query.id("user_id")).isEmpty();
    assertThat(query.bool("is_active")).isEmpty();
    assertThat(query.text("event_type")).isEmpty();
    assertThat(query.page()).isEmpty();
  }

  @Test
  void firstOfRepeatedParametersCounts() {
    assertThat(query("user_id=1&user_id=x").id("user_id")).contains(1L);
  }

  @Test
  void textIsDecoded() {
    assertThat(query("event_type=a%20b+c%C3%A9").text("event_type")).contains("a b cé");
  }

  @Test
  void textThatNoDatabaseKeepsIsRefused() {
    assertRefused(
        "event_type=a%00",
        query -> query.text("event_type"), "'event_type' has a character that no text can have");
  }

  @ParameterizedTest
  @CsvSource({
    "page=1,1,20",
    "page=7,7,20",
    "page=9223372036854775807,9223372036854775807,20",
    "per_page=1,1,1",
    "per_page=10000,1,10000",
    "page=2&per_page=3,2,3"
  })
  void eitherPageParameterBringsTheOther(String query, long number, int size) {
    assertThat(query(query).page()).contains(new Page(number, size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "x", "9223372036854775808"})
  void pagesAreCountedFromOne(String value) {
    assertRefused("page=" + value, QueryParameters::page, "'page' must be a positive integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "10001", "x", "9223372036854775808"})
  void rowsOnAPageAreLimited(String value) {
    assertRefused(
        "page=1&per_page=" + value,
        QueryParameters::page,
        "'per_page' must be an integer from 1 to 10000");
  }

  @ParameterizedTest
  @CsvSource({
    "1,20,0",
    "2,20,20",
    "3,10000,20000",
    "9223372036854775807,1,9223372036854775806",
    "4611686018427387904,2,9223372036854775806",
    "4611686018427387905,2,9223372036854775807",
    "9223372036854775807,10000,9223372036854775807"
  })
  void offsetOfAPageNeverOverflows(long number, int size, long offset) {
    assertThat(new Page(number, size).offset()).isEqualTo(offset);
  }

  private static void assertRefused(String query, Consumer<QueryParameters> read, String error) {
    assertThatThrownBy(() -> read.accept(query(query)))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.body().error()).isEqualTo(error);
              assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
            });
  }

  private static QueryParameters query(String query) {
    URI base = URI.create("http://localhost/");
    return new QueryParameters(
        new ContainerRequest(
                base,
                base.resolve("/urls?" + query),
                "GET",
                null,
                new MapPropertiesDelegate(),
                null)
            .getUriInfo());
  }
}
