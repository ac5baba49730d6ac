package io.shortener.access;

import io.dropwizard.core.Configuration;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseCommand;
import io.shortener.database.DatabaseConfigured;
import io.shortener.database.DatabaseErrorMapper;
import io.shortener.database.Migrations;
import io.shortener.http.ApiException;
import io.shortener.http.Scope;
import io.shortener.http.UtcSeconds;
import io.shortener.startup.StartupException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/**
 * {@code keys}: makes, lists and revokes keys in the configured database; the first key can be made
 * in no other way.
 *
 * @param <C> the configuration
 */
public final class KeysCommand<C extends Configuration & DatabaseConfigured>
    extends DatabaseCommand<C> {
  private static final String ACTION = "action";
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private static final DatabaseErrorMapper ERRORS =
      new DatabaseErrorMapper(
          Map.of(KeyDao.KNOWN_OWNER, () -> ApiException.notFound("There is no user of this id")));

  private final PrintStream out;
  private final Clock clock;

  /**
   * @param out where keys are told
   */
  public KeysCommand(Class<C> configurationClass, PrintStream out, Clock clock) {
    super(configurationClass, "keys", "Makes, lists and revokes the keys that the API asks for");
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void configure(Subparser subparser) {
    subparser
        .help(getDescription())
        .epilog(
            "A server that has its database embedded must be stopped first. A running one obeys"
                + " within 5 seconds.");
    Subparsers actions = subparser.addSubparsers().metavar("{create,list,revoke}");
    Subparser create = action(actions, "create", "Makes a key and prints it, this once");
    create.addArgument("--name").required(true).help("what the key is called in lists and logs");
    create
        .addArgument("--scope")
        .required(true)
        .help("what it is good for: read, create, write, admin or several of them, with commas");
    create
        .addArgument("--owner")
        .type(Long.class)
        .metavar("ID")
        .help("the user whose links it makes; needed for create");
    create.addArgument("--expires").metavar("TIME").help("when it ends: 2027-01-31T23:59:59, UTC");
    addFileArgument(create);
    addFileArgument(action(actions, "list", "Lists the keys, without their secrets"));
    Subparser revoke = action(actions, "revoke", "Ends a key");
    revoke.addArgument("id").type(Long.class).help("the key's id, as list tells it");
    addFileArgument(revoke);
  }

  @Override
  protected void run(DatabaseAddress database, Namespace arguments, C configuration)
      throws SQLException {
    Migrations migrations = new Migrations(database);
    if (arguments.getString(ACTION).equals("create")) {
      migrations.migrate();
    } else if (!migrations.pending().isEmpty()) {
      throw new StartupException(
          "The schema of the database at " + database + " is not up to date; run db migrate.");
    }
    try (Connection connection = database.connect("shortener keys", ANSWER_LIMIT)) {
      Jdbi jdbi =
          Jdbi.create(connection)
              .installPlugin(new SqlObjectPlugin())
              .registerArrayType(String.class, "text");
      jdbi.useExtension(KeyDao.class, keys -> run(keys, arguments));
    } catch (ApiException e) {
      throw new StartupException(e.body().error() + ".", e);
    } catch (JdbiException e) {
      throw new StartupException(ERRORS.explain(e).error() + ".", e);
    }
  }

  private void run(KeyDao keys, Namespace arguments) {
    switch (arguments.getString(ACTION)) {
      case "create" -> create(keys, arguments);
      case "list" -> list(keys);
      default -> revoke(keys, arguments.getLong("id"));
    }
  }

  private void create(KeyDao keys, Namespace arguments) {
    Instant now = clock.instant();
    KeySecret secret = KeySecret.draw(new SecureRandom());
    NewKey wanted =
        NewKey.checked(
            arguments.getString("name"),
            Arrays.asList(arguments.getString("scope").split(",", -1)),
            Optional.ofNullable(arguments.getLong("owner")),
            Optional.ofNullable(arguments.getString("expires")).map(KeysCommand::time),
            now);
    Key key = keys.insert(wanted, secret, now);
    out.println("Key " + key.id() + " is made. It is told this once:");
    out.println(secret.text());
  }

  private void list(KeyDao keys) {
    row("ID", "BEGINS", "SCOPES", "OWNER", "EXPIRES", "LAST USED", "NAME");
    keys.forEach(
        key ->
            row(
                key.id(),
                key.prefix(),
                String.join(",", key.scopes().stream().map(Scope::toString).toList()),
                Optional.ofNullable(key.ownerId()).map(String::valueOf).orElse("-"),
                Optional.ofNullable(key.expiresAt()).map(UtcSeconds::format).orElse("never"),
                Optional.ofNullable(key.lastUsedAt()).map(UtcSeconds::format).orElse("never"),
                key.name()));
  }

  private void row(Object... cells) {
    out.println("%-6s %-16s %-24s %-8s %-20s %-20s %s".formatted(cells));
  }

  private void revoke(KeyDao keys, long id) {
    String prefix =
        keys.revoke(id).orElseThrow(() -> ApiException.notFound("There is no key " + id));
    out.println("Key " + id + ", which begins " + prefix + ", is revoked.");
  }

  private Subparser action(Subparsers actions, String name, String description) {
    return actions
        .addParser(name)
        .setDefault(ACTION, name)
        .description(description)
        .help(description);
  }

  private static Instant time(String text) {
    return UtcSeconds.parse(text)
        .orElseThrow(
            () -> ApiException.badRequest("--expires must be a time like 2027-01-31T23:59:59"));
  }
}
