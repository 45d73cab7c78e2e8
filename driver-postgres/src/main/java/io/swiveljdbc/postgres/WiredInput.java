package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Wire;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * What comes from a server; tells the wire when a thread waits for it, when something comes, and
 * when nothing will come any more.
 */
final class WiredInput extends FilterInputStream {

  private final Wire wire;
  private final WiredSocket socket;

  WiredInput(InputStream in, Wire wire, WiredSocket socket) {
    super(in);
    this.wire = wire;
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    begin();
    try {
      return ended(in.read());
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    begin();
    try {
      return ended(in.read(into, offset, length));
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private void begin() throws IOException {
    if (!wire.established()) {
      socket.boundRead();
    }
    wire.waitBegins();
  }

  private int ended(int read) {
    wire.waitEnds(true);
    if (read < 0) {
      wire.condemn();
    }
    return read;
  }

  private IOException ended(IOException e) {
    wire.waitEnds(false);
    if (!(e instanceof SocketTimeoutException)) {
      wire.condemn();
    }
    return e;
  }
}
