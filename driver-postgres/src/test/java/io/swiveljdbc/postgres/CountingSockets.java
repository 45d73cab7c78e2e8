package io.swiveljdbc.postgres;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * A user's own socket factory that counts connections and round trips (something was written, then
 * something was read) of the application's threads; what monitors do is not counted.
 */
public final class CountingSockets extends SocketFactory {

  static final String OPTION = "&socketFactory=" + CountingSockets.class.getName();

  private static final AtomicInteger CONNECTIONS = new AtomicInteger();
  private static final AtomicInteger ROUND_TRIPS = new AtomicInteger();

  /** What was counted while some work was done. */
  record Count(int connections, int roundTrips) {
    static final Count NOTHING = new Count(0, 0);
  }

  interface Work {
    void run() throws Exception;
  }

  static Count during(Work work) throws Exception {
    int connections = CONNECTIONS.get();
    int roundTrips = ROUND_TRIPS.get();
    work.run();
    return new Count(CONNECTIONS.get() - connections, ROUND_TRIPS.get() - roundTrips);
  }

  private static boolean ofAnApplication() {
    return !Thread.currentThread().getName().startsWith("swivel-");
  }

  @Override
  public Socket createSocket() {
    if (ofAnApplication()) {
      CONNECTIONS.incrementAndGet();
    }
    return new CountingSocket();
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

  private static final class CountingSocket extends Socket {
    private volatile boolean written;

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          written = true;
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = in.read(bytes, offset, length);
          if (written && ofAnApplication()) {
            written = false;
            ROUND_TRIPS.incrementAndGet();
          }
          return read;
        }
      };
    }
  }
}
