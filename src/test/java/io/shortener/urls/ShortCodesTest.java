package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shortener.urls.ShortCodeSettings.Alphabet;
import jakarta.ws.rs.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortCodesTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  @Test
  void codeIsSixLettersOrDigits() {
    ShortCodes codes = new ShortCodes(new SecureRandom(), ShortCodeSettings.defaults());

    assertThat(IntStream.range(0, 1_000).mapToObj(i -> codes.get()))
        .allMatch(code -> code.matches("[A-Za-z0-9]{6}"))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyLetterAndDigitIsDrawn() {
    ShortCodes codes = new ShortCodes(new SecureRandom(), ShortCodeSettings.defaults());
    Set<Integer> drawn = new HashSet<>();
    IntStream.range(0, 5_000).forEach(i -> codes.get().chars().forEach(drawn::add));

    assertThat(drawn).hasSize(62);
  }

  @Test
  void routedWordIsDrawnAgain() {
    ShortCodes codes =
        new ShortCodes(new Words("health", "Events", "aZ09bY"), ShortCodeSettings.defaults());

    assertThat(codes.get()).isEqualTo("aZ09bY");
  }

  @Test
  void settingsSayHowLongCodesAreAndOfWhat() {
    ShortCodes codes =
        new ShortCodes(new SecureRandom(), new ShortCodeSettings(12, Alphabet.READABLE));

    assertThat(IntStream.range(0, 1_000).mapToObj(i -> codes.get()))
        .allMatch(code -> code.matches("[A-HJ-NP-Za-km-z2-9]{12}"))
        .anyMatch(code -> code.contains("z"));
  }

  @Test
  void pathOfUpToSixtyFourCharactersCanBeACode() {
    assertThat(List.of("/a", "/summer-sale_2026", "/" + "x".repeat(64), "/Users"))
        .allMatch(path -> ShortCodes.inPath(path).equals(Optional.of(path.substring(1))));
    assertThat(List.of("/", "/" + "x".repeat(65), "/users", "/a.b", "/a/b", "/a+", "//", "a"))
        .allMatch(path -> ShortCodes.inPath(path).isEmpty());
  }

  @Test
  void everyRoutedWordIsReserved() {
    Set<String> routed =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.shortener")
                .stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(ShortCodesTest::firstSegment)
                .filter(segment -> segment.matches("[A-Za-z0-9_-]+"))
                .collect(Collectors.toSet());

    assertThat(routed).contains("users", "urls", "events", "shorten", "health");
    assertThat(ShortCodes.RESERVED)
        .containsAll(routed)
        .containsAll(List.of("healthcheck", "metrics", "logs", "chaos"));
  }

  private static String firstSegment(JavaClass resource) {
    return resource.getAnnotationOfType(Path.class).value().substring(1).split("/", 2)[0];
  }

  /** A random source that draws these words, one after the other. */
  private static final class Words extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final String letters;
    private int next;

    Words(String... words) {
      this.letters = String.join("", words);
    }

    @Override
    public int nextInt(int bound) {
      return ALPHABET.indexOf(letters.charAt(next++));
    }
  }
}
