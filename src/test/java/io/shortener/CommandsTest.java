package io.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.shortener.database.DatabaseAddress;
import io.shortener.testing.ChildProcess;
import io.shortener.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands, and what they say when they cannot do their work. */
class CommandsTest {
  @TempDir private Path directory;

  private final DatabaseAddress database = TestPostgres.newDatabase();
  private final DatabaseAddress seeded = TestPostgres.seededDatabase();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpNamesTheCommands() {
    assertThat(run("--help")).isTrue();
    assertThat(text(out)).contains("server", "check", "db", "seed", "export", "import", "keys");
  }

  @Test
  void unknownCommandIsRefused() {
    assertThat(run("nonsense")).isFalse();
    assertThat(text(err)).contains("invalid choice: 'nonsense'").doesNotContain("\tat ");
  }

  @Test
  void checkAcceptsTheConfigurationThatShips() {
    assertThat(run("check", "config.yml")).isTrue();
    assertThat(text(err)).isEmpty();
  }

  @Test
  void migratedDatabaseIsSeededOnce() throws IOException {
    String config = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run("db", "migrate", config)).isTrue();
    assertThat(run("db", "status", config)).isTrue();
    assertThat(run("seed", config)).isTrue();
    assertThat(run("seed", config)).isTrue();
    assertThat(text(out))
        .contains(
            "The fixtures are in the database.",
            "The database has data already or was seeded before; nothing was changed.");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void whatIsExportedIsImported() throws IOException {
    String from = config("database:\n  url: " + seeded.jdbcUrl() + "\n  user: postgres\n");
    Path files = directory.resolve("files");
    assertThat(run("export", files.toString(), from)).isTrue();
    assertThat(run("export", files.toString(), from)).isFalse();
    assertThat(run("export", "--overwrite", files.toString(), from)).isTrue();

    String to = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");
    assertThat(run("import", files.toString(), to)).isTrue();

    assertThat(text(out))
        .contains("events.csv: 3,422 rows\n")
        .contains("events.csv: 3,422 rows, 3,422 came in, 0 were there, 0 refused\n");
    assertThat(text(err))
        .contains("has other files (", "name another directory, or say --overwrite.")
        .hasLineCount(1);
  }

  @Test
  void importThatRefusesARowFails() throws IOException {
    String config = config("database:\n  url: " + seeded.jdbcUrl() + "\n  user: postgres\n");
    String users = "id,username,email,created_at\n401,hedy.boole25,e@x,2026-01-01 00:00:00\n";
    Files.copy(Path.of("fixtures/urls.csv"), directory.resolve("urls.csv"));
    Files.copy(Path.of("fixtures/events.csv"), directory.resolve("events.csv"));
    Files.writeString(directory.resolve("users.csv"), users);

    assertThat(run("import", directory.toString(), config)).isFalse();
    assertThat(text(out)).contains("users.csv, line 2: username is taken by user 1\n");
    assertThat(text(err)).isEqualTo("shortener: 1 row was refused; all others are in.\n");
  }

  @Test
  void keysAreMadeListedAndRevoked() throws IOException {
    String config = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run("keys", "create", "--name", "first", "--scope", "admin", config)).isTrue();
    assertThat(text(out))
        .containsPattern(
            "Key 1 is made. It is told this once:\nsk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n");
    out.reset();
    assertThat(run("keys", "list", config)).isTrue();
    assertThat(text(out))
        .containsPattern("1 +sk_[0-9a-f]{12} +admin +- +never +never +first\n")
        .doesNotContainPattern("sk_[0-9a-f]{12}_");
    assertThat(run("keys", "revoke", "1", config)).isTrue();
    assertThat(run("keys", "revoke", "1", config)).isFalse();
    assertThat(text(err)).isEqualTo("shortener: There is no key 1.\n");
  }

  @Test
  void outputIsOnlyWhatWasAskedFor() {
    try (ChildProcess keys =
        ChildProcess.run(
            directory,
            Map.of("DATA_DIR", directory.resolve("data").toString()),
            "keys",
            "create",
            "--name=first",
            "--scope=read",
            "config.yml")) {
      assertThat(keys.exitStatus()).isZero();
      assertThat(keys.out()).startsWith("Key 1 is made.").hasLineCount(2);
      assertThat(keys.err()).contains("Embedded PostgreSQL listens");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--name a --scope root                   | 'scopes' must be one or more of read, create, ",
        "--name a --scope create                 | 'owner_id' is needed for the scope create.",
        "--name a --scope create --owner 9000000 | There is no user of this id.",
        "--name a --scope read --expires soon    | --expires must be a time like 2027-01-31T23:",
        "--name a --scope read --expires 2020-01-01T00:00:00 | 'expires_at' must be in the future."
      })
  void keyThatCannotBeIsOneSentence(String arguments, String sentence) throws IOException {
    String config = config("database:\n  url: " + seeded.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run(("keys create " + arguments + " " + config).split(" "))).isFalse();
    assertThat(text(err)).startsWith("shortener: " + sentence).hasLineCount(1);
  }

  @Test
  void keysOfAnOldSchemaAreNotListed() throws IOException {
    String config = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run("keys", "list", config)).isFalse();
    assertThat(text(err)).contains("is not up to date; run db migrate.").hasLineCount(1);
  }

  @Test
  void exportOfAnOldSchemaIsRefused() throws IOException {
    String config = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run("export", directory.resolve("files").toString(), config)).isFalse();
    assertThat(text(err)).contains("is not up to date; run db migrate.").hasLineCount(1);
  }

  @Test
  void importOfWhatIsNotThereIsOneSentence() throws IOException {
    String config = config("database:\n  url: " + database.jdbcUrl() + "\n  user: postgres\n");

    assertThat(run("import", directory.resolve("nowhere").toString(), config)).isFalse();
    assertThat(text(err))
        .startsWith("shortener: A file is missing: ")
        .contains("users.csv")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"db status", "db migrate", "seed", "export nowhere", "import nowhere", "keys list"})
  void databaseThatIsAwayIsOneSentence(String command) throws IOException {
    String url = "jdbc:postgresql://localhost:" + ChildProcess.freePort() + "/links";
    String[] arguments =
        (command + " " + config("database:\n  url: " + url + "\n  password: secret\n")).split(" ");

    assertThat(run(arguments)).isFalse();
    assertThat(text(err))
        .startsWith("shortener: The database at " + url + " does not answer: ")
        .hasLineCount(1)
        .doesNotContain("secret", "..");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: maybe                  | seed; is of type: String, expected: boolean",
        "nonsense: 1                  | Unrecognized field at: nonsense",
        "trustedProxies: not/an.ip    | trustedProxies (TRUSTED_PROXIES) must be IP addresses or",
        "'logging: {level: NONSENSE}' | logging.level (LOG_LEVEL) must be one of TRACE, DEBUG,",
        "domains: 'a.test, b.test:80' | domains (DOMAINS) must be names of hosts without a port",
        "domains: a.test              | domains (DOMAINS) needs a publicUrl (PUBLIC_URL) whose host",
        "publicUrl: ftp://x           | publicUrl must be an http or https URL without a query",
        "'database: {port: 70000}'    | database.port must be less than or equal to 65535",
        "'clicks: {journalLimit: 0B}' | clicks.journalLimit must be greater than or equal to 1 MEBIBYTES",
        "'server: ['                  | Malformed YAML"
      })
  void mistakeInTheConfigurationIsOneSentence(String setting, String sentence) throws IOException {
    String yaml = setting.startsWith("'") ? setting.substring(1, setting.length() - 1) : setting;

    assertThat(run("check", config(yaml + "\n"))).isFalse();
    assertThat(text(err)).startsWith("shortener: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void missingConfigurationIsNamed() {
    assertThat(run("check", "nope.yml")).isFalse();
    assertThat(text(err)).isEqualTo("shortener: A file is missing: File nope.yml not found\n");
  }

  private String config(String yaml) throws IOException {
    return Files.writeString(directory.resolve("config.yml"), yaml).toString();
  }

  /** Runs a command in this JVM and says whether it went well. */
  private boolean run(String... arguments) {
    ShortenerApplication application = new ShortenerApplication();
    Bootstrap<ShortenerConfiguration> bootstrap = new Bootstrap<>(application);
    PrintStream terminal = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      application.addDefaultCommands(bootstrap);
    } finally {
      System.setOut(terminal);
    }
    application.initialize(bootstrap);
    return new Cli(new JarLocation(ShortenerApplication.class), bootstrap, out, err)
        .run(arguments)
        .isEmpty();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
