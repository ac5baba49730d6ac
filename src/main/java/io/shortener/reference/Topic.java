package io.shortener.reference;

/** What routes are about, in the order in which a reader should meet them. */
public enum Topic {
  LINKS("Links", "Short urls: making, finding and changing them, and following them."),
  STATISTICS("Statistics", "Who follows links, and when."),
  USERS("Users", "Those whom links belong to."),
  EVENTS("Events", "What happened to links: made, changed, clicked, or what clients record."),
  KEYS("Keys", "Who may ask for what."),
  SERVICE("Service", "The service itself.");

  private final String title;
  private final String text;

  Topic(String title, String text) {
    this.title = title;
    this.text = text;
  }

  String title() {
    return title;
  }

  String text() {
    return text;
  }
}
