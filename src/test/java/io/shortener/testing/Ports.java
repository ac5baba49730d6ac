package io.shortener.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that go away and come back. */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;

  private Ports() {}

  /**
   * A free port below those that systems give to connections. While a server is away, its clients
   * knock by the thousand: one of them could otherwise be given the server's port, be connected to
   * itself, and keep the server from coming back.
   */
  public static int lasting() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }
}
