package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a cluster that listens to all servers in turn, whatever their monitors are waiting
 * for, and so notices those that hang with their sockets open.
 *
 * <p>It judges only the time in which it was itself scheduled: a process that was stopped, or that
 * gets no processor, accuses nobody. While nobody uses the cluster it sleeps, and is woken by the
 * first call that waits for a server.
 */
final class SilenceWatch implements Wire.Sleeper {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

  private final Cluster cluster;
  private final Timing timing;
  private final Thread thread;
  private volatile boolean stopped;

  /** Somebody begins to wait for a server. */
  private volatile boolean attended;

  /** It sleeps, or will, so that whoever begins to wait must wake it. */
  private volatile boolean asleep;

  SilenceWatch(Cluster cluster, Timing timing, String name) {
    this.cluster = cluster;
    this.timing = timing;
    this.thread = new Thread(this::listen, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public boolean asleep() {
    return asleep;
  }

  /** Has it listen closely from now on, if only for a moment. */
  @Override
  public void wake() {
    asleep = false;
    attended = true;
    LockSupport.unpark(thread);
  }

  private void listen() {
    ScheduledClock clock = new ScheduledClock(System.nanoTime());
    Attention attention = Attention.IDLE;
    while (!stopped) {
      long planned = pause(attention).toNanos();
      LockSupport.parkNanos(this, planned);
      Thread.interrupted(); // only stop() ends this thread
      // What was slept through was nobody's silence.
      long counted = attention == Attention.ASLEEP ? 0 : planned;
      attention = next(attention, listen(clock.advance(System.nanoTime(), counted)));
      keepUp();
    }
  }

  private void keepUp() {
    try {
      cluster.keepUp();
    } catch (RuntimeException | Error e) {
      LOG.error("the upkeep of a cluster failed; it is tried again", e);
    }
  }

  /** Where there is only one monitor, nobody looks round for it. */
  private Duration pause(Attention attention) {
    boolean alone = attention == Attention.ASLEEP && cluster.monitors().size() < 2;
    return alone ? timing.quiet().multipliedBy(4) : attention.pause(timing);
  }

  /**
   * Falls asleep in two steps: one more look after the flag was set, since whoever began to wait
   * just then may not have seen it.
   */
  private Attention next(Attention before, Attention now) {
    if (now != Attention.IDLE) {
      asleep = false;
      return now;
    }
    boolean seen = asleep;
    asleep = true;
    return seen && before.compareTo(Attention.IDLE) <= 0 ? Attention.ASLEEP : now;
  }

  private Attention listen(long heardUntil) {
    boolean called = attended;
    if (called) {
      attended = false;
    }
    Attention attention = called ? Attention.IN_USE : Attention.IDLE;
    for (ServerMonitor monitor : cluster.monitors()) {
      attention = attention.or(listen(monitor, heardUntil));
    }
    return attention;
  }

  /** A defect of ours in the case of one server must not leave all of them unwatched. */
  private Attention listen(ServerMonitor monitor, long heardUntil) {
    try {
      return monitor.listen(heardUntil);
    } catch (RuntimeException | Error e) {
      LOG.error("listening to a server failed; it is tried again", e);
      return Attention.IDLE;
    }
  }
}
