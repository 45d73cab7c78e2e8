package io.swiveljdbc.spi;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * What comes from a server; tells the wire when a thread waits for it, when something comes, and
 * when nothing will come any more.
 */
final class WiredInput extends FilterInputStream {

  private static final int NONE = -2;

  private final Wire wire;
  private final WiredSocket socket;

  /** What came while nobody had asked. */
  private int early = NONE;

  WiredInput(InputStream in, Wire wire, WiredSocket socket) {
    super(in);
    this.wire = wire;
    this.socket = socket;
  }

  /**
   * Waits until there is something to read, the socket's timeout is over, or it has ended. What
   * came during the last wait, and nobody has read since, was a last word.
   */
  void await() throws IOException {
    if (early != NONE) {
      throw new EOFException("the server has ended the connection");
    }
    try {
      early = in.read();
    } catch (SocketTimeoutException e) {
      return;
    } catch (IOException e) {
      wire.condemn();
      throw e;
    }
    if (early < 0) {
      wire.condemn();
      throw new EOFException("the server has closed the connection");
    }
  }

  private int takeEarly() {
    int taken = early;
    early = NONE;
    return taken;
  }

  @Override
  public long skip(long most) throws IOException {
    if (early < 0 || most <= 0) {
      return in.skip(most);
    }
    early = NONE;
    return 1;
  }

  @Override
  public int available() throws IOException {
    return in.available() + (early >= 0 ? 1 : 0);
  }

  @Override
  public int read() throws IOException {
    if (early != NONE) {
      return takeEarly();
    }
    begin();
    try {
      return ended(in.read());
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (early != NONE && length > 0) {
      int first = takeEarly();
      if (first < 0) {
        return -1;
      }
      into[offset] = (byte) first;
      return 1;
    }
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
