package io.shortener.startup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the service on this machine whether it answers, for a container that has no other program to
 * do it: ends with status 0 when {@code /health} is 200, else with 1. It uses no library, so that
 * it costs little to be run every few seconds.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 2_000;

  private HealthProbe() {}

  public static void main(String[] arguments) {
    String port = System.getenv().getOrDefault("PORT", "");
    System.exit(answers(port.isEmpty() ? "8080" : port) ? 0 : 1);
  }

  private static boolean answers(String port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      System.err.println("No answer: " + e.getMessage());
      return false;
    }
  }
}
