package io.shortener.reference;

import java.util.ArrayList;
import java.util.List;

/** What there is to say of some routes that are about the same. */
public final class Description {
  private final Topic topic;
  private final List<Operation> operations = new ArrayList<>();

  public Description(Topic topic) {
    this.topic = topic;
  }

  /** Adds a route. */
  public Description with(Operation operation) {
    operations.add(operation);
    return this;
  }

  Topic topic() {
    return topic;
  }

  List<Operation> operations() {
    return operations;
  }
}
