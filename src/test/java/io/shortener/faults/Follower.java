package io.shortener.faults;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows one link at a time, as fast as the answers come, and remembers them. A
 * connection that ends is opened again, a request is never sent twice.
 */
final class Follower {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final int port;
  private final List<Tally> tallies = new CopyOnWriteArrayList<>();
  private final Latencies latencies = new Latencies();
  private final Thread thread = new Thread(this::run, "follower");
  private volatile Tally current;
  private volatile String userAgent = "";
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  private @Nullable KeptConnection connection;

  /** Not following yet: see {@link #start}. */
  Follower(int port, KnownLink link, Set<Integer> alsoFine) {
    this.port = port;
    this.current = new Tally(link, alsoFine);
    tallies.add(current);
    thread.setDaemon(true);
  }

  /** Says who it is, for which the service asks; before that it says nothing. */
  Follower as(String newUserAgent) {
    userAgent = newUserAgent;
    return this;
  }

  void start() {
    thread.start();
  }

  /** Follows another link from now on. */
  Tally follow(KnownLink link, Set<Integer> alsoFine) {
    return follow(new Tally(link, alsoFine));
  }

  /** Follows another link from now on, so many times, and rests then. */
  Tally follow(KnownLink link, Set<Integer> alsoFine, long times) {
    return follow(new Tally(link, alsoFine, times));
  }

  private Tally follow(Tally next) {
    tallies.add(next);
    current = next;
    return next;
  }

  /** The link followed now. */
  Tally current() {
    return current;
  }

  /** What it remembers of every link that it followed. */
  List<Tally> tallies() {
    return List.copyOf(tallies);
  }

  Latencies latencies() {
    return latencies;
  }

  /** Sends no more; {@link #join} waits for the answers. */
  void stop() {
    stopped = true;
  }

  void join() {
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
    if (thread.isAlive() || failure != null) {
      throw new FaultException("A follower has failed or does not end", orUnknown(failure));
    }
  }

  private void run() {
    try {
      while (!stopped) {
        Tally tally = current;
        if (tally.isComplete()) {
          Patience.pass(PAUSE);
        } else {
          visit(tally);
        }
      }
      hangUp();
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private void visit(Tally tally) throws IOException {
    long start = System.nanoTime();
    KeptConnection sent = send(tally.link());
    if (sent == null) {
      hangUp();
      Patience.pass(PAUSE);
      return;
    }
    try {
      int status = sent.answer();
      latencies.add(start, System.nanoTime() - start);
      tally.answered(status, sent::lastAnswer);
      if (!sent.isKept()) {
        hangUp();
      }
    } catch (SocketTimeoutException e) {
      tally.hung();
      hangUp();
    } catch (IOException e) {
      tally.unanswered(sent.isAnswerBegun());
      hangUp();
    }
  }

  /** Empty when the service was not there to take the request. */
  private @Nullable KeptConnection send(KnownLink link) {
    try {
      KeptConnection open = connection == null ? KeptConnection.to(port) : connection;
      connection = open;
      open.ask(request(link).getBytes(StandardCharsets.US_ASCII));
      return open;
    } catch (IOException e) {
      return null;
    }
  }

  private String request(KnownLink link) {
    String line = userAgent.isEmpty() ? "" : "User-Agent: " + userAgent + "\r\n";
    return "GET /" + link.code() + " HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n";
  }

  private void hangUp() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private static Throwable orUnknown(@Nullable Throwable failure) {
    return failure == null ? new IllegalStateException("It hangs") : failure;
  }
}
