package io.shortener.stats;

/**
 * What the rollups know of people. Each value that one can have has a number in the table {@code
 * traits}, whose last three bits say of which trait it is.
 */
enum Trait {
  REFERRER(0),
  BROWSER(1),
  OS(2),
  DEVICE(3),
  COUNTRY(4);

  private static final int NUMBERS_APART = 8;

  private final int code;

  Trait(int code) {
    this.code = code;
  }

  /** That of which a number stands for a value. */
  static Trait ofNumber(int number) {
    return switch (Math.floorMod(number, NUMBERS_APART)) {
      case 0 -> REFERRER;
      case 1 -> BROWSER;
      case 2 -> OS;
      case 3 -> DEVICE;
      case 4 -> COUNTRY;
      default -> throw new IllegalArgumentException("No trait has the number " + number);
    };
  }

  /** What stands for it in the column {@code trait}. */
  int code() {
    return code;
  }

  /** A number that stands for nothing in the table; another one for each {@code index} from 0. */
  int unknownNumber(int index) {
    return code - NUMBERS_APART * (index + 1);
  }

  /** What visitors have of it; empty when that is not known. */
  String of(StatsDao.RecentVisits visits) {
    return switch (this) {
      case REFERRER -> visits.referrer();
      case BROWSER -> visits.browser();
      case OS -> visits.os();
      case DEVICE -> visits.device();
      case COUNTRY -> visits.country();
    };
  }
}
