package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's connection through a relay: two sockets and a thread for each direction. An end of
 * stream is passed on as an end of stream in that direction alone, a broken connection as a reset
 * of the other, so that the client sees what it would see without the relay.
 */
final class RelayedConnection {
  private static final int CHUNK = 32 * 1024;

  private final Relay relay;
  private final RelayGate gate;
  private final Socket client;
  private final Socket server = new Socket();
  private final AtomicInteger openDirections = new AtomicInteger(2);
  private volatile boolean closed;

  RelayedConnection(Relay relay, RelayGate gate, Socket client) {
    this.relay = relay;
    this.gate = gate;
    this.client = client;
  }

  /** Connects and relays; returns when the client has nothing more to say. */
  void run(InetSocketAddress address, String threadName) {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (!gate.pass(System.nanoTime(), () -> closed)) {
        return;
      }
      server.connect(address);
    } catch (IOException refused) {
      reset();
      return;
    }
    Thread unused = Threads.start(threadName + "-back", () -> pump(server, client));
    pump(client, server);
  }

  /** Breaks the connection on both sides, with a reset rather than an end of stream. */
  void reset() {
    closed = true;
    gate.wakeUp();
    close(client, true);
    close(server, true);
    relay.forget(this);
  }

  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length = in.read(chunk);
      while (length >= 0) {
        if (!passes()) {
          return;
        }
        out.write(chunk, 0, length);
        length = in.read(chunk);
      }
      if (passes()) {
        to.shutdownOutput();
        endDirection();
      }
    } catch (IOException broken) {
      // The news of a broken connection does not travel through a cut either.
      if (passes()) {
        reset();
      }
    }
  }

  private boolean passes() {
    return gate.pass(System.nanoTime(), () -> closed);
  }

  private void endDirection() {
    if (openDirections.decrementAndGet() == 0) {
      closed = true;
      close(client, false);
      close(server, false);
      relay.forget(this);
    }
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (SocketException alreadyClosed) {
      return;
    } finally {
      closeQuietly(socket);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }
}
