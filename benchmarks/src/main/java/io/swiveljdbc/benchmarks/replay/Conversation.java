package io.swiveljdbc.benchmarks.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers in turn. The first hundred requests reach the server, so that the driver
 * comes to rest; from then on a request that has been answered before is answered from memory.
 *
 * <p>Right only for a driver that asks the same few things in a circle that ends where it began.
 */
final class Conversation {

  private static final int LIVE_REQUESTS = 100;
  private static final byte[] NONE = {};

  private static final class Exchange {
    final byte[] request;
    final byte[] answer;

    Exchange(byte[] request, byte[] answer) {
      this.request = request;
      this.answer = answer;
    }

    boolean begunBy(byte[] bytes, int length) {
      return Arrays.equals(request, 0, request.length, bytes, 0, length);
    }
  }

  private final InputStream fromServer;
  private final OutputStream toServer;
  private final List<Exchange> known = new ArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private byte[] request = new byte[1024];
  private int requestLength;
  private int requests;
  private byte @Nullable [] asked;
  private byte[] replayed = NONE;
  private int replayedUpTo;

  Conversation(InputStream fromServer, OutputStream toServer) {
    this.fromServer = fromServer;
    this.toServer = toServer;
  }

  InputStream answers() {
    return new Answers();
  }

  OutputStream requests() {
    return new Requests();
  }

  private void append(byte[] bytes, int offset, int length) {
    if (requestLength + length > request.length) {
      request = Arrays.copyOf(request, 2 * (requestLength + length));
    }
    System.arraycopy(bytes, offset, request, requestLength, length);
    requestLength += length;
  }

  private void send() throws IOException {
    if (requestLength == 0) {
      return;
    }
    if (asked != null) {
      known.add(new Exchange(asked, received.toByteArray()));
      asked = null;
    }
    received.reset();
    replayedUpTo = 0;
    replayed = remembered();
    if (replayed.length == 0) {
      if (requests++ >= LIVE_REQUESTS) {
        asked = Arrays.copyOf(request, requestLength);
      }
      toServer.write(request, 0, requestLength);
      toServer.flush();
    }
    requestLength = 0;
  }

  private byte[] remembered() {
    // Counted: an iterator would be allocated for each request.
    for (int i = 0; i < known.size(); i++) {
      Exchange exchange = known.get(i);
      if (exchange.begunBy(request, requestLength)) {
        return exchange.answer;
      }
    }
    return NONE;
  }

  private int receive(byte[] into, int offset, int length) throws IOException {
    int left = replayed.length - replayedUpTo;
    if (left > 0) {
      int count = Math.min(left, length);
      System.arraycopy(replayed, replayedUpTo, into, offset, count);
      replayedUpTo += count;
      return count;
    }
    int count = fromServer.read(into, offset, length);
    if (asked != null && count > 0) {
      received.write(into, offset, count);
    }
    return count;
  }

  private int available() throws IOException {
    int left = replayed.length - replayedUpTo;
    return left > 0 ? left : fromServer.available();
  }

  private final class Requests extends OutputStream {

    @Override
    public void write(int one) {
      append(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      append(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      send();
    }

    @Override
    public void close() throws IOException {
      toServer.close();
    }
  }

  private final class Answers extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return receive(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return receive(into, offset, length);
    }

    @Override
    public int available() throws IOException {
      return Conversation.this.available();
    }

    @Override
    public void close() throws IOException {
      fromServer.close();
    }
  }
}
