package io.swiveljdbc.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
 * end is noticed at once, and asks at an interval, or when calls are left unanswered. When
 * something is suspected, another thread asks over that connection, where the target driver lets
 * it, and the monitor's own goes on at short intervals. It may be silent, or its name lead
 * elsewhere by now, or the driver lets nobody ask: so a second thread opens a second connection
 * beside it, asks at short intervals too, and ends with the suspicion.
 */
final class ServerMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(ServerMonitor.class);

  private final Cluster cluster;
  private final Prober prober;
  private final Timing timing;
  private final HostAddress address;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Probing probing;
  private final AtomicBoolean beside = new AtomicBoolean();
  private final StandingConnection standing = new StandingConnection();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Silence silence;
  private final Asking asking;
  private boolean awake;

  /** The application uses the server. */
  private volatile boolean inUse;

  /** The standing connection waits until the next regular probe, since nobody used the server. */
  private volatile boolean waitingLong;

  /** The standing connection is to be asked before its time. */
  private volatile boolean due;

  private volatile boolean stopped;

  private ServerMonitor(Cluster cluster, Prober prober, Timing timing, HostAddress address) {
    this.cluster = cluster;
    this.prober = prober;
    this.timing = timing;
    this.address = address;
    this.silence = new Silence(timing);
    this.asking = new Asking(cluster);
    this.probing = new Probing(cluster, prober, address, asking);
  }

  static ServerMonitor started(Cluster cluster, Prober prober, Timing timing, HostAddress address) {
    ServerMonitor monitor = new ServerMonitor(cluster, prober, timing, address);
    DaemonThread.start("swivel-monitor-" + address, monitor::watchServer);
    return monitor;
  }

  /** Asks the server soon, whatever the monitor is doing. */
  void wake() {
    if (cluster.urgent() && (standing.offered() || asking.unanswered())) {
      askBeside();
    }
    ask();
  }

  /** Asks the server as soon as the standing connection allows it. */
  void ask() {
    askMeanwhile();
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
    boolean asked = asking.unanswered() || probing.wires().connecting();
    Silence.Sound sessions = cluster.connections().listen(address);
    inUse = sessions != Silence.Sound.IDLE;
    Silence.Step step = silence.listen(clock, sessions, probing.wires().heardSomething(), asked);
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
        if (!probing.wires().heardSomething()) {
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
    return asking.unansweredFor(timing.quiet());
  }

  /** By the monitor's own thread, unless that waits for longer than can be waited for it. */
  private void askNow() {
    if (waitingLong && !askMeanwhile()) {
      askBeside();
    }
    askSoon();
  }

  private void askSoon() {
    due = true;
    lock.lock();
    try {
      awake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** An old session of a server in doubt says nothing of whether it still takes new ones. */
  private boolean asksInPlace() {
    return prober.asksWhileWatching()
        && cluster.topology().server(address).map(s -> s.health() == Health.UP).orElse(false);
  }

  /** Over the standing connection, while the monitor's own thread waits in it. */
  private boolean askMeanwhile() {
    boolean asks = asksInPlace() && standing.take();
    if (asks) {
      startOr(standing::giveBack, () -> standing.ask(asking::ask));
    }
    return asks;
  }

  /** Over a second one; where the first one can be asked, only if that does not help. */
  private void askBeside() {
    if (beside.compareAndSet(false, true)) {
      boolean later = asksInPlace() && !asking.unansweredFor(timing.answer());
      startOr(() -> beside.set(false), () -> askUrgently(later ? timing.answer() : Duration.ZERO));
    }
  }

  private void startOr(Runnable otherwise, Runnable work) {
    try {
      DaemonThread.start("swivel-probe-" + address, work);
    } catch (OutOfMemoryError e) {
      otherwise.run();
      LOG.error("no thread to ask {} beside its monitor", address, e);
    }
  }

  /** Ends its threads at once. */
  void stop() {
    stopped = true;
    end.countDown();
    probing.stop();
    wake();
  }

  private void watchServer() {
    while (!stopped) {
      boolean answered = probing.with(this::watch);
      if (!answered) {
        pause(cluster.urgent() ? timing.urgent() : timing.interval());
      }
    }
  }

  private void watch(Probe probe, ProbeAttempt attempt) throws SQLException {
    boolean good = true;
    while (!stopped && good && asks(probe, attempt)) {
      if (asksInPlace() && cluster.urgent()) {
        askBeside();
        pause(timing.urgent());
      } else {
        Deadline next = Deadline.after(timing.interval());
        while (!stopped && good && !due && !next.passed()) {
          good = watchUntil(next, probe, attempt);
        }
      }
    }
  }

  private boolean asks(Probe probe, ProbeAttempt attempt) throws SQLException {
    due = false; // whoever wants an answer from now on gets another one
    return asking.ask(probe, attempt);
  }

  /** Waits no longer than silence may last; says whether the connection is still good. */
  private boolean watchUntil(Deadline next, Probe probe, ProbeAttempt attempt) throws SQLException {
    waitingLong = !inUse;
    Duration slice =
        waitingLong ? next.remaining() : next.or(Deadline.after(timing.quiet())).remaining();
    return standing.during(
        probe,
        attempt,
        () -> {
          // Whoever woke this monitor just before found nobody to start the others.
          if (cluster.urgent()) {
            wake();
          }
          if (!probe.watch(slice)) {
            pause(slice);
          }
        });
  }

  private void askUrgently(Duration later) {
    try {
      if (later.isZero() || (!end.await(later.toMillis(), MILLISECONDS) && cluster.urgent())) {
        boolean answered = probing.with(this::askRepeatedly);
        if (!answered) {
          boolean unused = end.await(timing.urgent().toMillis(), MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      // Nobody does that; it is asked again while it is urgent.
      Thread.interrupted();
    } finally {
      beside.set(false);
      // Whoever raised an alarm just before found this thread at work and started none.
      if (!stopped && cluster.urgent()) {
        wake();
      }
    }
  }

  private void askRepeatedly(Probe probe, ProbeAttempt attempt) throws SQLException {
    boolean more = true;
    while (more && asking.ask(probe, attempt)) {
      pause(timing.urgent());
      more = !stopped && cluster.urgent();
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
