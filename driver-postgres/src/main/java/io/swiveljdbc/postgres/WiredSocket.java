package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A socket that waits no longer than its wire allows while the login is not done, and tells the
 * wire of its waits after that.
 */
final class WiredSocket extends Socket {

  private final Wire wire;

  WiredSocket(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    super.connect(endpoint, wire.connectTimeout(timeout));
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new WiredInput(super.getInputStream(), wire);
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    super.setSoTimeout(wire.readTimeout(timeout));
  }

  /** What was asked for, since pgjdbc keeps it during a handshake in order to set it again. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // reads one volatile
  public int getSoTimeout() {
    return wire.requestedTimeout();
  }
}
