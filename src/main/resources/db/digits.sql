--liquibase formatted sql

--changeset shortener:digit-grams splitStatements:false
-- All fives of digits that follow each other in a text. Threes, which the index of texts has, tell
-- numbers badly apart: 500000 has two of them.
CREATE FUNCTION digit_grams(searched TEXT) RETURNS INT[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ARRAY(
    SELECT DISTINCT substr(digits[1], place, 5)::int
    FROM regexp_matches(searched, '[0-9]{5,}', 'g') AS digits
    CROSS JOIN generate_series(1, length(digits[1]) - 4) AS place)
$$;
--rollback DROP FUNCTION digit_grams;

--changeset shortener:urls-by-digits
CREATE INDEX urls_by_digits ON urls
USING gin (digit_grams(short_code || ' ' || title || ' ' || original_url));
--rollback DROP INDEX urls_by_digits;
