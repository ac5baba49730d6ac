package io.shortener.transfer;

import java.util.Locale;

/**
 * What became of the rows of a file.
 *
 * @param rows how many there were
 * @param there were in the database already
 * @param ownerless of those that came in, named a user that is not there
 * @param linkless of those that came in, named a link that is not there
 */
record FileOutcome(
    String file, long rows, long there, long refused, long ownerless, long linkless) {
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(file).append(": ");
    line.append(
        String.format(
            Locale.ROOT,
            "%,d rows, %,d came in, %,d were there, %,d refused",
            rows,
            rows - there - refused,
            there,
            refused));
    if (ownerless > 0) {
      line.append(String.format(Locale.ROOT, ", %,d without their user", ownerless));
    }
    if (linkless > 0) {
      line.append(String.format(Locale.ROOT, ", %,d without their link", linkless));
    }
    return line.toString();
  }
}
