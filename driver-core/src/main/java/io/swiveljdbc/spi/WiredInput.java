package io.swiveljdbc.spi;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a server; tells the wire when a thread waits for it, when something comes, and
 * when nothing will come any more.
 */
final class WiredInput extends FilterInputStream {

  private static final int NONE = -2;

  private final Wire wire;
  private final WiredSocket socket;

  /** Whose turn it is to read, where one may ask while another waits. */
  private final @Nullable ReentrantLock turn;

  /** What came while nobody had asked. */
  private int early = NONE;

  WiredInput(InputStream in, Wire wire, WiredSocket socket) {
    super(in);
    this.wire = wire;
    this.socket = socket;
    this.turn = wire.readsInTurns() ? new ReentrantLock() : null;
  }

  /**
   * Waits until there is something to read, another thread has read it, time is over, or it has
   * ended. What came during the last wait, and nobody has read since, was a last word.
   *
   * @param atMost milliseconds
   */
  void await(int atMost) throws IOException {
    takeTurn();
    try {
      if (early != NONE) {
        throw new EOFException("the server has ended the connection");
      }
      if (wire.heardMeanwhile()) {
        return;
      }
      socket.readWithin(atMost);
      early = in.read();
      if (early < 0) {
        throw new EOFException("the server has closed the connection");
      }
    } catch (SocketTimeoutException e) {
      return;
    } catch (IOException e) {
      wire.condemn();
      throw e;
    } finally {
      try {
        socket.boundRead();
      } finally {
        endTurn();
      }
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
    begin();
    try {
      return ended(early == NONE ? in.read() : takeEarly());
    } catch (IOException e) {
      throw ended(e);
    } finally {
      endTurn();
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    begin();
    try {
      if (early == NONE || length == 0) {
        return ended(in.read(into, offset, length));
      }
      int first = takeEarly();
      into[offset] = (byte) first;
      return ended(first < 0 ? first : 1);
    } catch (IOException e) {
      throw ended(e);
    } finally {
      endTurn();
    }
  }

  private void begin() throws IOException {
    if (!wire.established()) {
      socket.boundRead();
    }
    wire.waitBegins();
    takeTurn();
  }

  private void takeTurn() {
    if (turn != null) {
      turn.lock();
    }
  }

  private void endTurn() {
    if (turn != null) {
      turn.unlock();
    }
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
