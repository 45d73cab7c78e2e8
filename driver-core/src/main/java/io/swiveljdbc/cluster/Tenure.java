package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long one physical connection stays: until it is marked, and then until its transaction is
 * over. Marked by the upkeep of its cluster, heeded by its owner.
 */
public final class Tenure {

  /** Connections that were opened together shall not end together. */
  static final double SPREAD = 0.1;

  private static final long SHORTEST_REST = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_REST = TimeUnit.MINUTES.toNanos(10);

  private final HostAddress server;
  private final LongSupplier clock;
  private final long begin;
  private final long length;
  private final boolean movable;
  private final BooleanSupplier gone;
  private volatile boolean over;
  private volatile long restUntil;
  private long rest = SHORTEST_REST;

  /**
   * A tenure that begins now.
   *
   * @param lifetime the longest that the connection may live, zero for no limit
   * @param movable whether it may end for the sake of equal shares
   * @param gone whether the connection has ended
   * @param clock in nanoseconds
   */
  Tenure(
      HostAddress server,
      Duration lifetime,
      boolean movable,
      BooleanSupplier gone,
      LongSupplier clock) {
    this.clock = clock;
    this.begin = clock.getAsLong();
    this.restUntil = begin;
    this.gone = gone;
    this.server = server;
    this.movable = movable;
    double part = 1 - SPREAD * ThreadLocalRandom.current().nextDouble();
    this.length = lifetime.isZero() ? Long.MAX_VALUE : (long) (lifetime.toNanos() * part);
  }

  HostAddress server() {
    return server;
  }

  boolean movable() {
    return movable;
  }

  /** Whether it has lived as long as it may. */
  public boolean expired() {
    return clock.getAsLong() - begin >= length;
  }

  /** Whether it is to be replaced when no transaction needs it. */
  public boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }

  /** Whether it was to be replaced, in vain, a short time ago. */
  boolean isResting() {
    return clock.getAsLong() - restUntil < 0;
  }

  /** It stays for now, until it is marked again. */
  public void goOn() {
    over = false;
  }

  /**
   * It could not be replaced, and stays; ever longer, so that nobody knocks in vain every second.
   */
  public void rest() {
    restUntil = clock.getAsLong() + rest;
    rest = Math.min(2 * rest, LONGEST_REST);
    over = false;
  }

  /** Whether the connection has ended, and its owner has not met that yet. */
  boolean isGone() {
    return gone.getAsBoolean();
  }
}
