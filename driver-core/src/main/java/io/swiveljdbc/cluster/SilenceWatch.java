package io.swiveljdbc.cluster;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a cluster that listens to all servers in turn, whatever their monitors are waiting
 * for, and so notices those that hang with their sockets open.
 *
 * <p>It judges only the time in which it was itself scheduled: a process that was stopped, or that
 * gets no processor, accuses nobody.
 */
final class SilenceWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

  private final Cluster cluster;
  private final Timing timing;
  private final Thread thread;
  private volatile boolean stopped;

  /** Nanoseconds in which this thread could have heard something. */
  private long clock;

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

  private void listen() {
    long last = System.nanoTime();
    Attention attention = Attention.IDLE;
    while (!stopped) {
      long planned = attention.pause(timing).toNanos();
      LockSupport.parkNanos(this, planned);
      long now = System.nanoTime();
      clock += Math.min(now - last, 2 * planned);
      last = now;
      attention = Attention.IDLE;
      for (ServerMonitor monitor : cluster.monitors()) {
        attention = attention.or(listen(monitor));
      }
    }
  }

  /** A defect of ours in the case of one server must not leave all of them unwatched. */
  private Attention listen(ServerMonitor monitor) {
    try {
      return monitor.listen(clock);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("listening to a server failed; it is tried again", e);
      return Attention.IDLE;
    }
  }
}
