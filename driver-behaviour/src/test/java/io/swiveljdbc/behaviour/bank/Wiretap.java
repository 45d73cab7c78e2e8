package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.topology.Topology;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The user's own socket factory, which sees the moment when a write leaves this JVM: it is late
 * when the topology, looked at before the bytes were given to the kernel, shows another server as
 * the writer. From the first write on everything that a teller sends on a socket counts, COMMIT
 * too. What the kernel refuses because the socket was aborted was never sent.
 *
 * <p>It sees nothing through TLS.
 */
public final class Wiretap extends SocketFactory {

  private static final byte[] MARK = Bank.MARK.getBytes(StandardCharsets.US_ASCII);
  private static final Set<Socket> OPEN = ConcurrentHashMap.newKeySet();
  private static final Queue<String> LATE = new ConcurrentLinkedQueue<>();
  private static final LongAdder WRITES = new LongAdder();
  private static volatile @Nullable Supplier<Topology> known;
  private static volatile BiPredicate<Topology, Integer> late = (topology, port) -> false;

  /** Forgets what it has seen of another cluster. */
  static void forget() {
    known = null;
    OPEN.clear();
    LATE.clear();
    WRITES.reset();
  }

  /**
   * Begins to watch.
   *
   * @param topology what this JVM knows now
   * @param isLate whether who knows this may not write to this port
   */
  static void watch(Supplier<Topology> topology, BiPredicate<Topology, Integer> isLate) {
    late = isLate;
    known = topology;
  }

  /** How often something was sent on a connection that writes, and judged. */
  static long writes() {
    return WRITES.sum();
  }

  static List<String> lateWrites() {
    return List.copyOf(LATE);
  }

  /** Those never closed; a socket that could not connect has nothing to close. */
  static List<Socket> open() {
    return OPEN.stream().filter(Socket::isConnected).toList();
  }

  @Override
  public Socket createSocket() {
    return tapped((bytes, offset, length) -> true);
  }

  /** Whether what is sent can write, or commit. */
  interface Writing {
    boolean isIn(byte[] bytes, int offset, int length);
  }

  static Socket tapped(Writing writing) {
    Socket socket = new TappedSocket(writing);
    OPEN.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("drivers connect by themselves");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    return createSocket(address, port);
  }

  private static boolean holdsMark(byte[] bytes, int offset, int length) {
    for (int i = offset; i <= offset + length - MARK.length; i++) {
      int matched = 0;
      while (matched < MARK.length && bytes[i + matched] == MARK[matched]) {
        matched++;
      }
      if (matched == MARK.length) {
        return true;
      }
    }
    return false;
  }

  private static String printable(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.US_ASCII)
        .replaceAll("[^\\x20-\\x7e]+", ".");
  }

  private static final class TappedSocket extends Socket {
    private final Writing writing;
    private volatile boolean carriesWrites;

    TappedSocket(Writing writing) {
      this.writing = writing;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          Supplier<Topology> now = known;
          Topology before = now == null ? null : now.get();
          carriesWrites |= holdsMark(bytes, offset, length);
          out.write(bytes, offset, length);
          if (before != null
              && carriesWrites
              && writing.isIn(bytes, offset, length)
              && Thread.currentThread().getName().startsWith("teller")) {
            judge(before, printable(bytes, offset, length));
          }
        }
      };
    }

    private void judge(Topology before, String sent) {
      WRITES.increment();
      if (late.test(before, getPort())) {
        LATE.add("to port %d, knowing %s: %s".formatted(getPort(), before, sent));
      }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // only a set of its own is touched
    public void close() throws IOException {
      super.close();
      OPEN.remove(this);
    }
  }
}
