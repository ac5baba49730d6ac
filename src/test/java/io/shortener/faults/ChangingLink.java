package io.shortener.faults;

import io.shortener.testing.Json;

/** A link that is changed, and what has to be true of it. */
final class ChangingLink {
  /** After so many it leads on again. */
  static final int KINDS_OF_CHANGES = 3;

  private final KnownLink link;
  private String location = "https://example.com/";
  private boolean active = true;
  private int changes;

  ChangingLink(KnownLink link) {
    this.link = link;
  }

  KnownLink link() {
    return link;
  }

  /**
   * Makes another change: it leads elsewhere, is switched off or on.
   *
   * @return what is to be sent for it
   */
  String change() {
    changes++;
    if (changes % KINDS_OF_CHANGES == 1) {
      location = "https://example.com/" + changes;
      return Json.of("original_url", location);
    }
    active = changes % KINDS_OF_CHANGES == 0;
    return Json.of("is_active", active);
  }

  /** The answer that a visitor gets from whoever knows of all changes, as {@link Lookout} says. */
  String answer() {
    return active ? "302 " + location : "404";
  }
}
