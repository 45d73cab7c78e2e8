package io.swiveljdbc.cluster;

import io.swiveljdbc.routing.ServerSelector;
import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.ClaimsDue;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import io.swiveljdbc.topology.TopologyChange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One logical database as this process knows it: the current topology, and the way to change it or
 * to wait for it.
 *
 * <p>{@link #observe} is the only door through which a topology changes, and its lock is held for
 * the pure step alone. Readers of {@link #topology()} take no lock.
 */
public final class Cluster {

  private final ReentrantLock lock = new ReentrantLock();
  private final Waiting waiting = new Waiting();
  private final OpenConnections connections;
  private final ConcurrentMap<Object, Object> facts = new ConcurrentHashMap<>();
  private final Prober prober;
  private final TopologyLog log;
  private final SilenceWatch silenceWatch;
  private final FirstClaim firstClaim;
  private final ReplicationProgress progress = new ReplicationProgress();
  private final Peers peers;
  private final RoundTrips roundTrips = new RoundTrips();
  private final Upkeep upkeep;
  private volatile Topology topology;
  private final Monitors monitors;
  private volatile boolean stopped;
  private final Urgency urgency = new Urgency();

  Cluster(Prober prober, Timing timing, List<HostAddress> seeds) {
    this.prober = prober;
    this.topology = Topology.of(seeds);
    this.peers = new Peers(seeds);
    this.monitors = new Monitors(server -> ServerMonitor.started(this, prober, timing, server));
    this.log = new TopologyLog(seeds);
    this.firstClaim = new FirstClaim(timing.claim());
    Renewals renewals = new Renewals("swivel-renewal-" + seeds.get(0));
    this.upkeep = new Upkeep(timing.rebalance(), System::nanoTime, renewals::begin);
    this.silenceWatch = new SilenceWatch(this, timing, "swivel-silence-" + seeds.get(0));
    this.connections = new OpenConnections(silenceWatch, timing.rebalance());
  }

  /** What is known now. */
  public Topology topology() {
    return topology;
  }

  /** The connections that this process has to the cluster. */
  public OpenConnections connections() {
    return connections;
  }

  /** What its users asked once and need not ask again. */
  public ConcurrentMap<Object, Object> facts() {
    return facts;
  }

  /** Which of its physical connections are to be replaced. */
  public Upkeep upkeep() {
    return upkeep;
  }

  /** What is known of its servers' load. */
  public ReaderPolicy.Load load() {
    return new ClusterLoad(connections, roundTrips);
  }

  /** How a server of this cluster is asked. */
  public Prober prober() {
    return prober;
  }

  /** Has a server asked soon, at once if its monitor can be. */
  public void ask(HostAddress server) {
    monitors.ask(server);
  }

  /** Takes in something that was seen. */
  public void observe(Observation observation) {
    if (observation instanceof SelfReport report) {
      progress.learn(report);
      if (progress.isOver(report)) {
        return;
      }
      roundTrips.learn(report);
      apply(report);
      progress.proofs(report, topology).forEach(this::apply);
      peers.news(report, topology).ifPresent(this::apply);
    } else {
      apply(observation);
    }
  }

  @SuppressWarnings("ReferenceEquality") // an observation that changes nothing returns its argument
  private void apply(Observation observation) {
    List<Wire> condemned;
    lock.lock();
    try {
      if (observation instanceof SelfReport report && progress.isOver(report)) {
        return; // the later answer came in while this one waited for the lock
      }
      Topology before = topology;
      Topology after = observation.applyTo(before);
      if (after == before || stopped) {
        return;
      }
      condemned = connections.condemnLost(after);
      firstClaim.changed(after); // before anybody can see the claim, and wait without its end
      topology = after;
      urgency.changed();
      log.changed(new TopologyChange(before, after, observation.why()));
      monitors.follow(after);
      urgency.retain(monitors.servers());
    } finally {
      lock.unlock();
    }
    waiting.tell();
    condemned.forEach(Wire::abort);
    // Those that began to connect between the first look and the publication.
    connections.condemnLost(topology).forEach(Wire::abort);
    log.write();
    wakeMonitors();
  }

  /** Called by one thread, more often than there is work. */
  void keepUp() {
    Topology now = topology;
    connections.condemnLost(now).forEach(Wire::abort);
    upkeep.at(now);
  }

  /** Has a server that hangs be listened to though nobody uses it; called by the monitors. */
  void lookRound() {
    if (monitors.leaveUnanswered()) {
      silenceWatch.wake();
    }
  }

  Collection<ServerMonitor> monitors() {
    return monitors.all();
  }

  void start() {
    lock.lock();
    try {
      monitors.follow(topology);
    } finally {
      lock.unlock();
    }
    silenceWatch.start();
  }

  /** Stops every thread of the cluster and ends every wait. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      monitors.stop();
    } finally {
      lock.unlock();
    }
    waiting.tell();
    silenceWatch.stop();
  }

  boolean stopped() {
    return stopped;
  }

  /** Says that somebody begins to wait for a server. */
  public void attend() {
    silenceWatch.wake();
  }

  /** Whether servers are asked at short intervals now. */
  boolean urgent() {
    return urgency.holds(topology);
  }

  /** A server leaves a question unanswered: perhaps another has taken its place. */
  void alarm(HostAddress silent) {
    if (monitors.servers().contains(silent) && urgency.alarm(silent)) {
      if (!monitors.servers().contains(silent)) {
        urgency.endAlarm(silent); // it has left just now, and nobody else would end it
      }
      wakeMonitors();
    }
  }

  /** It is silent no longer, or known to be down. */
  void endAlarm(HostAddress server) {
    urgency.endAlarm(server);
  }

  private void wakeMonitors() {
    if (urgent()) {
      monitors.wake();
    }
  }

  /** Lets those who wait look again, since what they wait for may have ended otherwise. */
  public void wakeWaiting() {
    waiting.tell();
    connections.wakeGates();
  }

  /**
   * Waits until the selector finds a server.
   *
   * @param enough a further reason to stop waiting, asked whenever something changed
   * @return the servers, best first; empty when the deadline passed or {@code enough} said so
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public List<Server> await(ServerSelector selector, Deadline deadline, BooleanSupplier enough)
      throws InterruptedException {
    List<Server> now = selector.select(topology);
    return now.isEmpty() ? awaitChange(selector, deadline, enough) : now;
  }

  private List<Server> awaitChange(
      ServerSelector selector, Deadline deadline, BooleanSupplier enough)
      throws InterruptedException {
    urgency.waitBegins();
    try {
      wakeMonitors();
      while (true) {
        // One topology for both: a claim that comes in between would be waited for without its end.
        Topology seen = topology;
        Deadline due = firstClaim.due(seen);
        List<Server> chosen = awaitOnce(selector, deadline.or(due), enough, seen);
        if (!chosen.isEmpty() || deadline.passed() || enough.getAsBoolean() || stopped) {
          return chosen;
        }
        if (due.passed()) {
          observe(new ClaimsDue(Instant.now()));
        }
      }
    } finally {
      urgency.waitEnds();
    }
  }

  /**
   * Waits, without hurry, for what follows a topology.
   *
   * @param enough a further reason to stop waiting, asked whenever something changed
   */
  public void awaitNext(Topology seen, BooleanSupplier enough) throws InterruptedException {
    waiting.await(() -> hasChanged(seen) || enough.getAsBoolean());
  }

  private boolean hasChanged(Topology seen) {
    return topology.version() != seen.version() || stopped;
  }

  /** Waits for what follows the topology seen, unless there is a server; returns what there is. */
  private List<Server> awaitOnce(
      ServerSelector selector, Deadline deadline, BooleanSupplier enough, Topology seen)
      throws InterruptedException {
    waiting.await(
        () -> hasChanged(seen) || !selector.select(topology).isEmpty() || enough.getAsBoolean(),
        deadline);
    return selector.select(topology);
  }
}
