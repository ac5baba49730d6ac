package io.shortener.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a PostgreSQL and, when told to, takes the answer to the next commit that adds to a
 * table for itself and ends the connection instead of passing it on. It understands of the protocol
 * what that needs, and no TLS.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 *     Message Formats</a>
 */
final class CommitCuttingProxy implements Closeable {
  private static final int BUFFER = 1 << 15;

  private final ServerSocket entrance;
  private final int target;
  private final String table;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Runnable> armed = new AtomicReference<>();
  private final AtomicInteger cuts = new AtomicInteger();

  /**
   * @param target the server's port
   * @param table what is cut off adds to it
   */
  CommitCuttingProxy(int target, String table) {
    this.target = target;
    this.table = table;
    try {
      this.entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** The next commit will be cut off from its answer. */
  void cutNext() {
    cutNext(() -> {});
  }

  /** As {@link #cutNext()}, but before the connection ends something is done. */
  void cutNext(Runnable meanwhile) {
    armed.set(meanwhile);
  }

  /** How many have been. */
  int cuts() {
    return cuts.get();
  }

  @Override
  public void close() {
    try {
      entrance.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        for (Socket socket : Set.of(client, server)) {
          socket.setTcpNoDelay(true);
          sockets.add(socket);
        }
        TableTransaction transaction = new TableTransaction(table);
        start(() -> forwardQuestions(client, server, transaction));
        start(() -> forwardAnswers(server, client, transaction));
      }
    } catch (IOException e) {
      // Closed, or the server is away: the clients see both.
    }
  }

  private void forwardQuestions(Socket client, Socket server, TableTransaction transaction) {
    try (client;
        server) {
      DataInputStream in = in(client);
      DataOutputStream out = out(server);
      WireMessage.readStartup(in).writeTo(out);
      while (true) {
        out.flush();
        do {
          WireMessage message = WireMessage.read(in);
          transaction.asked(message);
          message.writeTo(out);
        } while (in.available() > 0);
      }
    } catch (IOException e) {
      // One side has gone, so does the other.
    }
  }

  private void forwardAnswers(Socket server, Socket client, TableTransaction transaction) {
    try (client;
        server) {
      DataInputStream in = in(server);
      DataOutputStream out = out(client);
      while (true) {
        WireMessage message = WireMessage.read(in);
        Runnable meanwhile = transaction.isCommittedBy(message) ? armed.getAndSet(null) : null;
        if (meanwhile != null) {
          meanwhile.run();
          cuts.incrementAndGet();
          return;
        }
        message.writeTo(out);
        // What came before the end of such a transaction leaves together with it.
        if (in.available() == 0 && !transaction.isHeldBack(message)) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side has gone, so does the other.
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  private static DataOutputStream out(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "commit-cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
