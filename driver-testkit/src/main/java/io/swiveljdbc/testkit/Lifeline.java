package io.swiveljdbc.testkit;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/**
 * What the first process of a container reads: nothing, until this is closed. A JVM that dies
 * closes it as well, so that no container outlives it.
 */
final class Lifeline extends InputStream {
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public int read() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    return read();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
