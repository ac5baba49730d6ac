package io.shortener.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Stands before a local server and can fall silent as a hanging server does: connections stay open
 * and new ones are accepted, but no byte goes through until it is thawed.
 */
public final class FreezableProxy implements Closeable {
  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantReadWriteLock passage = new ReentrantReadWriteLock();

  public FreezableProxy(int target) {
    this(0, target);
  }

  /**
   * @param port to listen on, 0 for a free one
   * @param target the server's port
   */
  public FreezableProxy(int port, int target) {
    this.target = target;
    try {
      this.entrance = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** How many clients have come so far. */
  public int clients() {
    return sockets.size() / 2;
  }

  /** To be called by the thread that will call {@link #thaw}. */
  public void freeze() {
    passage.writeLock().lock();
  }

  public void thaw() {
    passage.writeLock().unlock();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      }
    } catch (IOException e) {
      // Closed: the end of the test.
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 14];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        passage.readLock().lock();
        try {
          out.write(buffer, 0, read);
        } finally {
          passage.readLock().unlock();
        }
      }
    } catch (IOException e) {
      // One side has gone, so does the other.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "freezable-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
