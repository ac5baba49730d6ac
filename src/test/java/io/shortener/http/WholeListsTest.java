package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeListsTest {
  private final WholeLists lists = new WholeLists(1);
  private final List<Integer> read = new ArrayList<>();

  @Test
  void listBeyondTheLimitIsRefusedUntilAnotherEnds() {
    Rows<Integer> second = lists.limited(List.of(2)::forEach);

    lists
        .limited(List.of(1)::forEach)
        .forEach(
            row ->
                assertThatThrownBy(() -> second.forEach(read::add))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("Service unavailable"));
    second.forEach(read::add);

    assertThat(read).containsExactly(2);
  }

  @Test
  void listThatBreaksOffLeavesItsPlace() {
    Rows<Integer> broken =
        lists.limited(
            consumer -> {
              throw new IllegalStateException();
            });
    assertThatThrownBy(() -> broken.forEach(read::add)).isInstanceOf(IllegalStateException.class);

    lists.limited(List.of(1)::forEach).forEach(read::add);

    assertThat(read).containsExactly(1);
  }
}
