package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Prober;
import io.swiveljdbc.cluster.Resting;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.routing.ServerSelector;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connections a logical one has, one to the writer and one to a reader at most, and
 * the rules by which it gets others.
 *
 * <p>While the topology does not change, neither does the choice: the hot path compares one number.
 */
final class Binding implements Resting {

  private final Access access;
  private final Cluster cluster;

  private final Slots slots = new Slots();

  /** Held while a choice is made: threads that share a connection must not open one each. */
  private final ReentrantLock choosing = new ReentrantLock();

  private final Choices choices = new Choices();
  private volatile @Nullable HostAddress avoided;

  private final CurrentWait current;
  private final Rest rest = new Rest();
  private long restedAt;

  Binding(Access access) {
    this.access = access;
    this.cluster = access.cluster();
    this.current = new CurrentWait(cluster);
    if (!access.supply().keeps()) {
      cluster.upkeep().watch(this);
    }
  }

  /** A pool above has taken the logical connection back: what is stale is let go, now and later. */
  void rest() {
    Topology now = cluster.topology();
    if (restedAt != now.version()) {
      restedAt = now.version();
      dropStale(now);
    }
    rest.begin();
    if (cluster.topology().version() != now.version()) {
      sweep(cluster.topology());
    }
  }

  /**
   * The logical connection is used again.
   *
   * @return whether it was at rest
   */
  boolean wake() {
    return rest.end();
  }

  /** Waits for a server without being about to begin a transaction. */
  List<Server> await(ServerSelector selector, Deadline deadline) throws InterruptedException {
    current.beginValidation();
    try {
      return cluster.await(selector, deadline, current::forbidden);
    } finally {
      current.endValidation();
    }
  }

  @Override
  public void sweep(Topology topology) {
    rest.sweep(() -> dropStale(topology));
  }

  private void dropStale(Topology topology) {
    for (PhysicalConnection held : slots.held()) {
      if (held.isFree() && held.staleAt(topology)) {
        drop(held);
      }
    }
  }

  /** The connection on which a transaction of this intent must start, if there is such a one. */
  @Nullable PhysicalConnection pinned(Intent intent) {
    return slots.pinned(intent == Intent.READ_ONLY);
  }

  /** The connection on which a transaction of this intent may start, if that was chosen before. */
  @Nullable PhysicalConnection chosen(Intent intent) {
    return choices.holding(intent, cluster.topology());
  }

  /**
   * Chooses the connection on which a transaction of this intent may start now; waits for a server
   * and opens one if need be.
   *
   * @throws SQLException what {@link Wait#inVain} tells, or 08001 when all fit servers refuse the
   *     login
   */
  PhysicalConnection choose(Intent intent, Wait wait) throws SQLException {
    lockChoosing(wait);
    current.begin(wait);
    try {
      @Nullable PhysicalConnection before = chosen(intent);
      if (before != null) {
        return before;
      }
      Choice choice = new Search(access, this, intent, wait).run();
      choices.remember(intent, choice);
      return choice.connection();
    } finally {
      current.over();
      choosing.unlock();
    }
  }

  private void lockChoosing(Wait wait) throws SQLException {
    try {
      if (!choosing.tryLock()
          && !choosing.tryLock(wait.end().remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw wait.inVain("Another thread's wait on this connection is not over", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.interrupted(e);
    }
  }

  void cancelWait(Object statement) {
    current.cancel(statement);
  }

  /** A connection that is held to one of these servers. */
  @Nullable PhysicalConnection heldAmong(List<Server> servers) {
    return slots.among(servers);
  }

  /** Whether the logical connection is closed, or about to be. */
  boolean aborted() {
    return current.forbidden();
  }

  /** Gets a connection and keeps it; null when the server is another than it was taken for. */
  @Nullable PhysicalConnection open(HostAddress address, Deadline deadline) throws SQLException {
    return kept(() -> access.supply().take(access, address, deadline, current));
  }

  /** Opens one with the very login that was presented, and keeps it. */
  @Nullable PhysicalConnection prove(HostAddress address, Deadline deadline) throws SQLException {
    return kept(
        () -> {
          @Nullable DriverSession opened =
              NewConnections.open(access, access.target(), address, deadline, current);
          return opened == null ? null : new PhysicalConnection(opened, null);
        });
  }

  private interface Getting {
    @Nullable PhysicalConnection get() throws SQLException;
  }

  private @Nullable PhysicalConnection kept(Getting getting) throws SQLException {
    try {
      @Nullable PhysicalConnection got = getting.get();
      if (got != null) {
        slots.keep(got);
      }
      if (current.forbidden()) {
        close();
        throw Told.closed();
      }
      return got;
    } finally {
      current.waitsForNothing();
    }
  }

  boolean givenUp() {
    return current.givenUp();
  }

  /** Reports that the server behind a connection, or an attempt at one, did not answer. */
  void suspect(HostAddress address, long openedAt, SQLException failure) {
    cluster.observe(
        new Failure(
            address, openedAt, Failure.Kind.SESSION_LOST, Prober.reason(failure), Instant.now()));
  }

  /** Lets a connection go that ended, or is of no use just now, through no fault of its server. */
  void drop(PhysicalConnection connection) {
    slots.drop(connection);
    choices.forget();
  }

  /** The same, and has the next choice fall on another server if there is one. */
  void avoid(PhysicalConnection connection) {
    avoided = connection.address();
    drop(connection);
  }

  /** Lets a good connection go, to whoever wants it. */
  void letGo(PhysicalConnection connection) {
    slots.letGo(connection);
    choices.forget();
  }

  /** The server that the next choice should not fall on; asked once. */
  @Nullable HostAddress takeAvoided() {
    HostAddress taken = avoided;
    avoided = null;
    return taken;
  }

  /** Lets a lost connection go, and says so to the cluster. */
  void lost(PhysicalConnection connection, SQLException failure) {
    drop(connection);
    if (current.forbidden()) {
      return; // by us: it says nothing of the server
    }
    suspect(connection.address(), connection.openedAt(), failure);
  }

  /**
   * Lets go of what is stale, and of what does not answer after its server was in doubt; not of
   * what cannot be had elsewhere.
   */
  void dropUnfit(Topology topology, Deadline end) {
    Deadline patience = Deadline.after(access.options().detection()).or(end);
    slots.retireIf(
        connection ->
            !connection.pins().areNeeded()
                && (!connection.goodAt(topology)
                    || (connection.inDoubt(topology) && !answers(connection, patience, topology))));
    choices.forget();
  }

  /** Asks over a connection that is held; whoever ends the wait ends this too. */
  boolean answers(PhysicalConnection held, Deadline end, Topology topology) {
    current.waitsFor(held.wire()::abort);
    try {
      return held.answers(end.remaining(), topology);
    } finally {
      current.waitsForNothing();
    }
  }

  /** Nothing of this kind keeps a connection where it is any more. */
  void unpin(Pin.Kind kind) {
    if (slots.arePinned()) {
      slots.forEach(held -> held.pins(held.pins().without(kind)));
    }
  }

  /** Shows the connections that are held and not known to be dead to a visitor. */
  void visitHeld(Slots.Visit visit) throws SQLException {
    slots.visit(visit);
  }

  /** The connections that are held and not known to be dead. */
  List<PhysicalConnection> held() {
    List<PhysicalConnection> held = slots.held();
    for (PhysicalConnection one : held) {
      if (one.dead()) {
        return held.stream().filter(other -> !other.dead()).toList();
      }
    }
    return held;
  }

  /** Ends all connections and every wait at once, from any thread. */
  void abort() {
    current.forbid();
    cluster.upkeep().forget(this);
    slots.forEach(PhysicalConnection::abort);
    current.end();
  }

  /** Ends all connections and every wait, from any thread. */
  void close() {
    current.forbid();
    cluster.upkeep().forget(this);
    slots.forEach(PhysicalConnection::close);
    current.end();
  }
}
