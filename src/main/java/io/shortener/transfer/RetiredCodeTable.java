package io.shortener.transfer;

import io.shortener.urls.Domains;
import io.shortener.urls.ShortCodes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The codes of deleted links. One that a link has is refused. */
final class RetiredCodeTable implements Table {
  @Override
  public String file() {
    return "retired_codes.csv";
  }

  @Override
  public List<String> columns() {
    return List.of("short_code", "retired_at");
  }

  @Override
  public List<String> additionalColumns() {
    return List.of("domain");
  }

  @Override
  public String rows() {
    return """
        SELECT short_code,
               to_char(retired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS retired_at,
               NULLIF(domain, '') AS domain
        FROM retired_codes
        ORDER BY short_code COLLATE "C", retired_codes.domain COLLATE "C"
        """;
  }

  @Override
  public List<String> preparation() {
    return List.of(
        """
        CREATE TEMPORARY TABLE staged_retired_codes (
          line BIGINT, verdict TEXT, ownerless BOOLEAN DEFAULT FALSE,
          linkless BOOLEAN DEFAULT FALSE,
          id BIGINT, short_code TEXT, retired_at TIMESTAMPTZ(0), domain TEXT
        ) ON COMMIT DELETE ROWS
        """);
  }

  @Override
  public String stage() {
    return "staged_retired_codes";
  }

  @Override
  public List<String> stagedColumns() {
    return List.of("short_code", "retired_at", "domain");
  }

  @Override
  public StagedRow read(Fields fields) {
    String code = fields.requiredText("short_code", Integer.MAX_VALUE);
    if (!ShortCodes.isCode(code)) {
      throw new RefusedException(
          "short_code is not 1 to " + ShortCodes.LIMIT + " of A-Z, a-z, 0-9, _ and -");
    }
    String domain = fields.domain();
    return new StagedRow(
        null,
        Arrays.asList(code, fields.time("retired_at"), domain),
        Set.of(Domains.address(domain, code)));
  }

  @Override
  public List<String> moves() {
    return List.of(
        """
        UPDATE staged_retired_codes AS staged
        SET verdict =
          CASE
            WHEN there.retired_at = staged.retired_at THEN ''
            ELSE 'the code is retired already, with another retired_at'
          END
        FROM retired_codes AS there
        WHERE there.short_code = staged.short_code AND there.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        UPDATE staged_retired_codes AS staged
        SET verdict = 'short_code is taken by link ' || urls.id
        FROM urls
        WHERE urls.short_code = staged.short_code AND urls.domain = staged.domain
        AND verdict IS NULL
        """,
        """
        INSERT INTO retired_codes (short_code, retired_at, domain)
        SELECT short_code, retired_at, domain
        FROM staged_retired_codes
        WHERE verdict IS NULL
        ORDER BY line
        """);
  }
}
