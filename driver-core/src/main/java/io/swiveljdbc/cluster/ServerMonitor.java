package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one server and says what it sees; knows no policy.
 *
 * <p>While all is well its one thread waits in a read of its one connection, so that the server's
 * end is noticed at once, and asks at an interval, or when calls are left unanswered. A connection
 * that waits cannot be asked: when something is suspected, a second thread opens a second
 * connection beside it, asks at short intervals, and ends with the suspicion.
 */
final class ServerMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(ServerMonitor.class);

  private final Cluster cluster;
  private final Prober prober;
  private final Timing timing;
  private final HostAddress address;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final ProbeWires wires = new ProbeWires();
  private final AtomicBoolean beside = new AtomicBoolean();
  private final Silence silence;
  private boolean awake;
  private volatile boolean watching;

  /** The application uses the server. */
  private volatile boolean inUse;

  /** The standing connection waits until the next regular probe, since nobody used the server. */
  private volatile boolean waitingLong;

  /** The standing connection is to be asked before its time. */
  private volatile boolean asking;

  /** A question was put, by either thread, and neither an answer nor a refusal has come. */
  private volatile boolean unanswered;

  /** When it was put. */
  private volatile long askedAt;

  private volatile boolean stopped;

  private ServerMonitor(Cluster cluster, Prober prober, Timing timing, HostAddress address) {
    this.cluster = cluster;
    this.prober = prober;
    this.timing = timing;
    this.address = address;
    this.silence = new Silence(timing);
  }

  static ServerMonitor started(Cluster cluster, Prober prober, Timing timing, HostAddress address) {
    ServerMonitor monitor = new ServerMonitor(cluster, prober, timing, address);
    monitor.start("swivel-monitor-" + address, monitor::watchServer);
    return monitor;
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Asks the server soon, whatever the monitor is doing. */
  void wake() {
    if ((watching || unanswered) && cluster.urgent()) {
      askBeside();
    }
    askSoon();
  }

  /**
   * Listens to what all sessions with the server say, and does what follows from their silence;
   * called by one thread at short intervals.
   *
   * @param clock nanoseconds in which the caller could have heard something
   * @return how closely to listen from now on
   */
  Attention listen(long clock) {
    boolean asked = unanswered || wires.connecting();
    Silence.Sound sessions = cluster.connections().listen(address);
    inUse = sessions != Silence.Sound.IDLE;
    Silence.Step step = silence.listen(clock, sessions, wires.heardSomething(), asked);
    Topology topology = cluster.topology();
    @Nullable Server server = topology.server(address).orElse(null);
    if (server == null || server.health() == Health.DOWN) {
      cluster.endAlarm(address);
      return Attention.IDLE;
    }
    switch (step) {
      case ASK -> askNow();
      case ALARM -> cluster.alarm(address);
      case DOWN -> {
        // Once more, after the topology was read: an answer that has just come must count.
        if (!wires.heardSomething()) {
          cluster.observe(Failure.unheard(address, topology.version(), silence.length(clock)));
        }
      }
      default -> {
        if (server.mayBeSucceededUnheard() && silence.callsHang(clock)) {
          cluster.alarm(address);
        } else {
          cluster.endAlarm(address);
        }
      }
    }
    return asked ? Attention.ASKED : inUse ? Attention.IN_USE : Attention.IDLE;
  }

  /** Whether a question has been left unanswered for longer than calls may be. */
  boolean leavesUnanswered() {
    return unanswered && System.nanoTime() - askedAt > timing.quiet().toNanos();
  }

  /** Over the standing connection, unless that waits for longer than can be waited for it. */
  private void askNow() {
    if (waitingLong) {
      askBeside();
    }
    askSoon();
  }

  private void askSoon() {
    asking = true;
    lock.lock();
    try {
      awake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void askBeside() {
    if (beside.compareAndSet(false, true)) {
      try {
        start("swivel-probe-" + address, this::askUrgently);
      } catch (OutOfMemoryError e) {
        beside.set(false);
        LOG.error("no thread to ask {} beside its monitor", address, e);
      }
    }
  }

  /** Ends both threads at once. */
  void stop() {
    stopped = true;
    wires.stop();
    wake();
  }

  private void watchServer() {
    while (!stopped) {
      boolean answered = probe(this::watch);
      if (!answered) {
        pause(cluster.urgent() ? timing.urgent() : timing.interval());
      }
    }
  }

  private void watch(Probe probe, ProbeAttempt attempt) throws SQLException {
    while (!stopped && ask(probe, attempt)) {
      Deadline next = Deadline.after(timing.interval());
      asking = false;
      do {
        watchUntil(next, probe);
      } while (!stopped && !asking && !next.passed());
    }
  }

  /** A connection that waits cannot be asked, so it waits no longer than silence may last. */
  private void watchUntil(Deadline next, Probe probe) throws SQLException {
    watching = true;
    try {
      // Whoever woke this monitor just before it was watching found nobody to start the second.
      if (cluster.urgent()) {
        wake();
      }
      waitingLong = !inUse;
      Duration slice =
          waitingLong ? next.remaining() : next.or(Deadline.after(timing.quiet())).remaining();
      if (!probe.watch(slice)) {
        pause(slice);
      }
    } finally {
      watching = false;
    }
  }

  private void askUrgently() {
    try {
      probe(
          (probe, attempt) -> {
            boolean more = true;
            while (more && ask(probe, attempt)) {
              pause(timing.urgent());
              more = !stopped && cluster.urgent();
            }
          });
    } finally {
      beside.set(false);
      // Whoever raised an alarm just before found this thread at work and started none.
      if (!stopped && cluster.urgent()) {
        wake();
      }
    }
  }

  /** Asks once; false when this connection leads to another machine than a newer one does. */
  private boolean ask(Probe probe, ProbeAttempt attempt) throws SQLException {
    askedAt = System.nanoTime();
    unanswered = true;
    Observation answer = probe.ask();
    unanswered = false;
    cluster.lookRound();
    if (answer instanceof SelfReport report && attempt.outdated(report, cluster.topology())) {
      return false;
    }
    cluster.observe(answer);
    attempt.answered = true;
    attempt.goodAt = cluster.topology().version();
    return true;
  }

  /** Opens a connection, works with it, and reports how it failed; says whether it answered. */
  private boolean probe(ProbeAttempt.Work work) {
    ProbeAttempt attempt = new ProbeAttempt();
    attempt.goodAt = cluster.topology().version();
    Wire[] last = new Wire[1];
    try (Probe probe = prober.open(address, wire -> adopt(wire, last))) {
      attempt.established = true;
      work.with(probe, attempt);
    } catch (SQLException e) {
      attempt.watched = last[0] != null && last[0].watched();
      if (!stopped) {
        failed(e, attempt);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // A defect, or no thread to be had: the server must not stay unwatched for it.
      LOG.error("probing {} failed; it is tried again", address, e);
    } finally {
      release(last);
    }
    return attempt.answered;
  }

  /** Time that is up proves nothing here: whether anything was heard, and when, is watched. */
  private void failed(SQLException e, ProbeAttempt attempt) {
    boolean timedOut = Prober.timedOut(e) && attempt.watched;
    unanswered = timedOut;
    if (!timedOut || attempt.established) {
      cluster.observe(prober.failure(address, e, attempt.established, attempt.goodAt));
    }
  }

  private void adopt(Wire wire, Wire[] last) {
    release(last);
    last[0] = wire;
    wires.add(wire);
  }

  private void release(Wire[] last) {
    if (last[0] != null) {
      wires.remove(last[0]);
    }
  }

  private void pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !awake && !stopped) {
        left = woken.awaitNanos(left);
      }
      awake = false;
    } catch (InterruptedException e) {
      // Only stop() ends a monitor; whoever interrupts it gets an early probe.
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }
}
