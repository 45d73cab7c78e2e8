package io.swiveljdbc.spi;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds, of the several addresses behind one name, the first that accepts a connection. Each has a
 * short head start before the next, so that one that hangs or is gone delays nobody.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305, Happy Eyeballs</a>
 */
public final class AddressRace implements Closeable {

  /** RFC 8305 section 5: the recommended time between two attempts. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final InetAddress[] addresses;
  private final int port;
  private final int timeoutMillis;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** How one attempt ended: a failure, or none. */
  private record Arrival(InetAddress address, @Nullable IOException failure) {}

  /**
   * A race that is not begun.
   *
   * @param addresses at least one, the preferred first
   * @param timeoutMillis how long all of it may take, more than 0
   */
  public AddressRace(InetAddress[] addresses, int port, int timeoutMillis) {
    this.addresses = addresses.clone();
    this.port = port;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Runs it.
   *
   * @return the address to connect to
   * @throws IOException when none accepts in time, or the race was closed; the failures of the
   *     others are suppressed in that of the first
   */
  public InetAddress winner() throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    List<IOException> failures = new ArrayList<>();
    int started = 0;
    try {
      while (failures.size() < addresses.length && !closed) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          failures.add(new SocketTimeoutException("no address accepted a connection in time"));
          break;
        }
        boolean more = started < addresses.length;
        if (more) {
          start(addresses[started++]);
        }
        @Nullable Arrival arrival = next(more ? Math.min(left, HEAD_START.toNanos()) : left);
        if (arrival != null && arrival.failure == null && !closed) {
          return arrival.address;
        }
        if (arrival != null && arrival.failure != null) {
          failures.add(arrival.failure);
        }
      }
    } finally {
      close();
    }
    throw failure(failures);
  }

  private static IOException failure(List<IOException> failures) {
    IOException first =
        failures.isEmpty() ? new ConnectException("the attempt was aborted") : failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  private @Nullable Arrival next(long nanos) throws IOException {
    try {
      return arrivals.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted while connecting");
    }
  }

  private void start(InetAddress address) {
    Thread thread = new Thread(() -> connect(address), "swivel-connect-" + address + ":" + port);
    thread.setDaemon(true);
    thread.start();
  }

  private void connect(InetAddress address) {
    try (Socket socket = new Socket()) {
      sockets.add(socket);
      if (!closed) {
        socket.connect(new InetSocketAddress(address, port), timeoutMillis);
        arrivals.add(new Arrival(address, null));
      }
    } catch (IOException e) {
      arrivals.add(new Arrival(address, e));
    }
  }

  /** Ends it, from any thread: every attempt that is still on its way is given up. */
  @Override
  public void close() {
    closed = true;
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use either way.
      }
    }
    arrivals.add(new Arrival(addresses[0], new ConnectException("the attempt was aborted")));
  }
}
