package io.swiveljdbc.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a server; its last words are said again when the connection has ended.
 *
 * <p>A server that ends a session for its idleness says so, error 4031, before anybody asks. Then
 * nothing that was sent later has been read, and may be sent to another server. Connector/J throws
 * away what is there when it is about to send, and would see nothing but the end.
 */
final class LastWords extends InputStream {

  private static final int HEADER = 4;

  /** The number of its packet, the first, and the error: ER_CLIENT_INTERACTION_TIMEOUT. */
  private static final byte[] IDLE_TOO_LONG = {0, (byte) 0xff, (byte) (4031 & 0xff), 4031 >> 8};

  private final InputStream in;
  private byte @Nullable [] lastWords;

  /** How much of them has been said again. */
  private int repeated;

  LastWords(InputStream in) {
    this.in = in;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      int count = in.read(into, offset, length);
      if (count < 0) {
        return repeat(into, offset, length);
      }
      lastWords = areLastWords(into, offset, count) ? copy(into, offset, count) : null;
      return count;
    } catch (IOException e) {
      int count = repeat(into, offset, length);
      if (count < 0) {
        throw e;
      }
      return count;
    }
  }

  private int repeat(byte[] into, int offset, int length) {
    byte[] words = lastWords;
    if (words == null || repeated == words.length) {
      return -1;
    }
    int count = Math.min(length, words.length - repeated);
    System.arraycopy(words, repeated, into, offset, count);
    repeated += count;
    return count;
  }

  /** Whether this is that error packet and nothing else. */
  private static boolean areLastWords(byte[] read, int offset, int count) {
    int body = offset + HEADER;
    return count > HEADER + IDLE_TOO_LONG.length
        && Arrays.equals(read, body - 1, body + 3, IDLE_TOO_LONG, 0, IDLE_TOO_LONG.length)
        && (read[offset] & 0xff) + ((read[offset + 1] & 0xff) << 8) == count - HEADER;
  }

  private static byte[] copy(byte[] from, int offset, int count) {
    return Arrays.copyOfRange(from, offset, offset + count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
