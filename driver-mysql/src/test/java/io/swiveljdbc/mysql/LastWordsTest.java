package io.swiveljdbc.mysql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is said again, and when, whatever the pieces in which it comes; that servers say it, and
 * Connector/J understands it, is in {@link ServerErrorsTest}.
 */
class LastWordsTest {

  private static final byte[] IDLE = error(0, 4031, "#HY000too long idle");
  private static final byte[] ANSWER = {7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0};

  @Test
  void what_was_thrown_away_is_said_again_at_the_end() throws IOException {
    LastWords words = new LastWords(new Chunks(ANSWER, IDLE));

    assertArrayEquals(ANSWER, chunk(words));
    assertArrayEquals(IDLE, chunk(words));
    assertArrayEquals(IDLE, words.readAllBytes());
    assertEquals(-1, words.read());
  }

  @Test
  void a_reset_ends_a_connection_too_but_is_told_afterwards() throws IOException {
    LastWords words = new LastWords(new Chunks(IDLE).thenReset());
    assertArrayEquals(IDLE, chunk(words));

    assertArrayEquals(IDLE, chunk(words));
    assertThrows(SocketException.class, words::read);
  }

  @Test
  void what_nobody_has_read_is_said_once() throws IOException {
    assertArrayEquals(IDLE, chunk(new LastWords(new Chunks(IDLE))));
  }

  @Test
  void it_is_said_again_in_pieces_of_any_size() throws IOException {
    for (int size = 1; size <= IDLE.length + 1; size++) {
      LastWords words = new LastWords(new Chunks(IDLE));
      chunk(words);
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      byte[] piece = new byte[size];
      for (int count = words.read(piece); count > 0; count = words.read(piece)) {
        said.write(piece, 0, count);
      }
      assertArrayEquals(IDLE, said.toByteArray(), "in pieces of " + size);
    }
  }

  @Test
  void an_answer_is_never_said_again() throws IOException {
    byte[] another = error(0, 1213, "#40001Deadlock found");
    byte[] asked = error(1, 4031, "#HY000too long idle");
    byte[] notAlone = new byte[IDLE.length + 1];
    System.arraycopy(IDLE, 0, notAlone, 0, IDLE.length);
    for (byte[] said : List.of(ANSWER, another, asked, notAlone, new byte[] {0, 0, 0, 0})) {
      LastWords words = new LastWords(new Chunks(said));
      assertArrayEquals(said, chunk(words));
      assertEquals(-1, words.read());
    }
  }

  @Test
  void words_are_the_last_only_until_others_follow() throws IOException {
    LastWords words = new LastWords(new Chunks(IDLE, ANSWER));
    chunk(words);
    chunk(words);
    assertEquals(-1, words.read());
  }

  private static byte[] chunk(InputStream in) throws IOException {
    byte[] into = new byte[100];
    int count = in.read(into, 3, 90);
    byte[] read = new byte[count];
    System.arraycopy(into, 3, read, 0, count);
    return read;
  }

  private static byte[] error(int sequence, int number, String message) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    byte[] packet = new byte[7 + text.length];
    packet[0] = (byte) (3 + text.length);
    packet[3] = (byte) sequence;
    packet[4] = (byte) 0xff;
    packet[5] = (byte) number;
    packet[6] = (byte) (number >> 8);
    System.arraycopy(text, 0, packet, 7, text.length);
    return packet;
  }

  /** A stream in which one read gives one chunk, as from a socket. */
  private static final class Chunks extends InputStream {

    private final Deque<byte[]> chunks;
    private boolean reset;

    Chunks(byte[]... chunks) {
      this.chunks = new ArrayDeque<>(List.of(chunks));
    }

    Chunks thenReset() {
      reset = true;
      return this;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("one byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      byte[] next = chunks.poll();
      if (next == null && reset) {
        throw new SocketException("Connection reset");
      }
      if (next == null) {
        return -1;
      }
      System.arraycopy(next, 0, into, offset, Math.min(length, next.length));
      return Math.min(length, next.length);
    }
  }
}
