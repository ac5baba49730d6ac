package io.shortener.testing;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The first data of a database, kept in a schema of their own, to go back to. */
final class Pristine {
  private static final List<String> TABLES = List.of("users", "urls", "events");

  private Pristine() {}

  static void keep(Handle handle) {
    handle.execute("CREATE SCHEMA pristine");
    TABLES.forEach(
        table -> handle.execute("CREATE TABLE pristine." + table + " AS TABLE " + table));
  }

  static void restore(Handle handle) {
    handle.useTransaction(
        transaction -> {
          transaction.execute(
              "TRUNCATE users, urls, events, clicks, click_batches, retired_codes, visit_changes,"
                  + " visit_counts, visit_packs, block_sums, late_packs, profiles, traits,"
                  + " access_keys, kept_answers"
                  + " RESTART IDENTITY CASCADE");
          transaction.execute(
              "UPDATE rollup_progress SET rolled_up_to = 0, next_to = 0, next_xid = '0'");
          transaction.execute("UPDATE click_ranking SET ranked_to = 0");
          for (String table : TABLES) {
            transaction.execute("INSERT INTO " + table + " SELECT * FROM pristine." + table);
            transaction.execute(
                "SELECT setval(pg_get_serial_sequence('"
                    + table
                    + "', 'id'), greatest(1, max(id)), max(id) IS NOT NULL) FROM "
                    + table);
          }
          transaction.execute("TRUNCATE changes RESTART IDENTITY");
          // What the service knows of links is of the test before.
          transaction.execute("SELECT pg_notify('link_changes', '0 *')");
        });
  }
}
