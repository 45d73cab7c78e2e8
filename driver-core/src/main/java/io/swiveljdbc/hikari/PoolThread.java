package io.swiveljdbc.hikari;

/** A thread that works for the pools. */
public final class PoolThread extends Thread {

  PoolThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Whether this is one, rather than that of somebody who borrows. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof PoolThread;
  }
}
