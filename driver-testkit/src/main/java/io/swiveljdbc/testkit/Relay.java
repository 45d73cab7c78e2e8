package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay in this JVM between clients and one server; where the network to a server is cut,
 * reset or slowed down.
 *
 * <p>It listens only while the server does, so that clients of a dead server are refused as they
 * would be without the relay. While cut it listens whatever the server does: the kernel accepts,
 * and nobody answers.
 */
final class Relay implements AutoCloseable {
  private static final Duration REBIND = Duration.ofSeconds(10);
  private static final Duration ACCEPTOR_ENDS = Duration.ofSeconds(5);

  private final int port;
  private final InetSocketAddress server;
  private final RelayGate gate = new RelayGate();
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean serverUp;
  private boolean closed;
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;

  Relay(int port, InetSocketAddress server) {
    this.port = port;
    this.server = server;
  }

  int port() {
    return port;
  }

  InetSocketAddress server() {
    return server;
  }

  void serverIsUp(boolean up) {
    lock.lock();
    try {
      serverUp = up;
      adjust();
    } finally {
      lock.unlock();
    }
  }

  void cut() {
    lock.lock();
    try {
      gate.shut();
      adjust();
    } finally {
      lock.unlock();
    }
  }

  void heal() {
    gate.delay(Duration.ZERO);
    lock.lock();
    try {
      gate.open();
      adjust();
    } finally {
      lock.unlock();
    }
  }

  void delay(Duration delay) {
    gate.delay(delay);
  }

  void reset() {
    connections.forEach(RelayedConnection::reset);
  }

  void forget(RelayedConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      adjust();
    } finally {
      lock.unlock();
    }
    reset();
  }

  private void adjust() {
    boolean listen = !closed && (serverUp || gate.isShut());
    if (listen && listener == null) {
      ServerSocket opened = bind();
      listener = opened;
      acceptor = Threads.start(threadName(), () -> accept(opened));
    } else if (!listen && listener != null) {
      close(listener, acceptor);
      listener = null;
      acceptor = null;
    }
  }

  private String threadName() {
    return "relay-" + server.getPort();
  }

  private ServerSocket bind() {
    ServerSocket[] bound = new ServerSocket[1];
    Await.until(
        "port " + port + " is free again",
        REBIND,
        () -> {
          try {
            bound[0] = Ports.listen(port);
            return true;
          } catch (IOException taken) {
            return false;
          }
        });
    return bound[0];
  }

  private void accept(ServerSocket from) {
    while (true) {
      try {
        Socket client = from.accept();
        RelayedConnection connection = new RelayedConnection(this, gate, client);
        connections.add(connection);
        Thread unused =
            Threads.start(threadName() + "-out", () -> connection.run(server, threadName()));
        if (from.isClosed()) {
          connection.reset();
        }
      } catch (IOException listenerClosed) {
        return;
      }
    }
  }

  private static void close(ServerSocket socket, @Nullable Thread acceptor) {
    try {
      socket.close();
      // While a thread is still in accept(), the kernel keeps the closed socket listening.
      if (acceptor != null) {
        acceptor.join(ACCEPTOR_ENDS.toMillis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
