package io.swiveljdbc.postgres.bank;

import io.swiveljdbc.topology.HostAddress;
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
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The user's own socket factory, which sees the moment when a write leaves this JVM: it is late
 * when the topology, looked at before the bytes were given to the kernel, shows its highest term on
 * another server. From the first write on everything that a teller sends on a socket counts, COMMIT
 * too. What the kernel refuses because the socket was aborted was never sent.
 *
 * <p>It sees nothing through TLS.
 */
public final class Wiretap extends SocketFactory {

  static final String OPTION = "&socketFactory=" + Wiretap.class.getName();

  private static final byte[] MARK = Bank.MARK.getBytes(StandardCharsets.US_ASCII);
  private static final Set<Socket> OPEN = ConcurrentHashMap.newKeySet();
  private static final Queue<String> LATE = new ConcurrentLinkedQueue<>();
  private static final LongAdder WRITES = new LongAdder();
  private static volatile @Nullable Supplier<Topology> known;

  /** Forgets what it has seen of another cluster. */
  static void forget() {
    known = null;
    OPEN.clear();
    LATE.clear();
    WRITES.reset();
  }

  /** Begins to watch, by what this JVM knows. */
  static void watch(Supplier<Topology> topology) {
    known = topology;
  }

  /** How often something was sent on a connection that writes, and judged. */
  static long writes() {
    return WRITES.sum();
  }

  static List<String> lateWrites() {
    return List.copyOf(LATE);
  }

  /** The sockets that were never closed. */
  static List<Socket> open() {
    return List.copyOf(OPEN);
  }

  @Override
  public Socket createSocket() {
    Socket socket = new TappedSocket();
    OPEN.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("pgjdbc connects by itself");
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
    private volatile boolean carriesWrites;

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
              && Thread.currentThread().getName().startsWith("teller")) {
            judge(before, printable(bytes, offset, length));
          }
        }
      };
    }

    private void judge(Topology before, String sent) {
      WRITES.increment();
      HostAddress writer = before.reign().writer();
      if (writer != null && writer.port() != getPort()) {
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
