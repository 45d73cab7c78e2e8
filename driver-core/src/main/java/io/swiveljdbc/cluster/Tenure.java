package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long one physical connection stays: until it is marked, and then until its transaction is
 * over. Marked by the upkeep of its cluster, heeded by its owner.
 */
public final class Tenure {

  /** Connections that were opened together shall not end together. */
  private static final double SPREAD = 0.1;

  private final HostAddress server;
  private final long begin = System.nanoTime();
  private final long length;
  private volatile boolean over;

  /**
   * A tenure that begins now.
   *
   * @param lifetime the longest that the connection may live, zero for no limit
   */
  Tenure(HostAddress server, Duration lifetime) {
    this.server = server;
    double part = 1 - SPREAD * ThreadLocalRandom.current().nextDouble();
    this.length = lifetime.isZero() ? Long.MAX_VALUE : (long) (lifetime.toNanos() * part);
  }

  HostAddress server() {
    return server;
  }

  /** Whether it has lived as long as it may. */
  public boolean expired() {
    return System.nanoTime() - begin >= length;
  }

  /** Whether it is to be replaced when no transaction needs it. */
  public boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }

  /** It could not be replaced, and stays for now. */
  public void goOn() {
    over = false;
  }
}
