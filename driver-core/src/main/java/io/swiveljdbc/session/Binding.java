package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Prober;
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
import org.jspecify.annotations.Nullable;

/**
 * Which physical connections a logical one has, one to the writer and one to a reader at most, and
 * the rules by which it gets others.
 *
 * <p>While the topology does not change, neither does the choice: the hot path compares one number.
 */
final class Binding {

  private final Access access;
  private final Cluster cluster;

  private final Slots slots = new Slots();

  private final Choices choices = new Choices();
  private final ChoosingLock choosing = new ChoosingLock();
  private final SoleUse soleUse = new SoleUse();
  private volatile @Nullable HostAddress avoided;

  private final CurrentWait current;
  private final Idling idling;

  Binding(Access access) {
    this.access = access;
    this.cluster = access.cluster();
    this.current = new CurrentWait(cluster);
    this.idling = new Idling(access, slots, choices, current);
    if (!access.supply().keeps()) {
      cluster.upkeep().watch(idling);
    }
  }

  /** Whether it lies in a pool above. */
  Idling idling() {
    return idling;
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

  /** The connection on which a transaction of this intent must start, if there is such a one. */
  @Nullable PhysicalConnection pinned(Intent intent) {
    return slots.pinned(intent == Intent.READ_ONLY);
  }

  /** The connection on which a transaction of this intent may start, if that was chosen before. */
  @Nullable PhysicalConnection chosen(Intent intent) {
    return choices.holding(intent, cluster.topology());
  }

  /**
   * A connection for a transaction of this intent that lies ready in a pool, where none is held;
   * null where something is to be waited for, which is left to {@link #choose}.
   */
  @Nullable PhysicalConnection takeReady(Intent intent) throws SQLException {
    if (!access.supply().keeps() || !choosing.tryTake()) {
      return null;
    }
    try {
      Topology now = cluster.topology();
      @Nullable Server server = avoided == null ? access.firstChoice(intent, now) : null;
      if (server == null || !slots.haveRoomFor(server)) {
        return null;
      }
      @Nullable PhysicalConnection taken = access.supply().takeReady(now, server);
      if (taken != null) {
        keep(taken);
        choices.remember(intent, taken.choiceAt(now));
      }
      return taken;
    } finally {
      choosing.giveBack();
    }
  }

  /**
   * Chooses the connection on which a transaction of this intent may start now; waits for a server
   * and opens one if need be.
   *
   * @throws SQLException what {@link Wait#inVain} tells, or 08001 when all fit servers refuse the
   *     login
   */
  PhysicalConnection choose(Intent intent, Wait wait) throws SQLException {
    choosing.take(wait);
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
      choosing.giveBack();
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
          return opened == null ? null : new OwnConnection(opened);
        });
  }

  private interface Getting {
    @Nullable PhysicalConnection get() throws SQLException;
  }

  private @Nullable PhysicalConnection kept(Getting getting) throws SQLException {
    @Nullable PhysicalConnection got = null;
    try {
      got = getting.get();
    } finally {
      if (!current.waitsForNothing() && got != null) {
        got.abort(); // whoever ended the wait is about to
        got = null;
      }
    }
    keep(got);
    return got;
  }

  private void keep(@Nullable PhysicalConnection got) throws SQLException {
    if (got != null) {
      slots.keep(got);
    }
    if (current.forbidden()) {
      close(); // whoever has closed the logical connection did not find it yet
      throw Told.closed();
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

  /** Whether a connection is this one's, and nobody else's by now. */
  boolean has(PhysicalConnection connection) {
    return slots.have(connection);
  }

  /** Lets a good connection go, to whoever wants it. */
  void letGo(PhysicalConnection connection) {
    choices.forget();
    slots.letGo(connection, soleUse);
  }

  /** Lets all go, and is as good as new. */
  void leave() {
    if (avoided != null) {
      avoided = null;
    }
    choices.forget();
    slots.leave(soleUse);
  }

  /** Whether it could do that without anybody's noticing. */
  boolean isAtLeisure() {
    return slots.areAtLeisure();
  }

  SoleUse soleUse() {
    return soleUse;
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
    return current.answers(held, end, topology);
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
    return slots.alive();
  }

  /** Ends all connections and every wait at once, from any thread. */
  void abort() {
    current.forbid();
    cluster.upkeep().forget(idling);
    slots.forEach(PhysicalConnection::abort);
    current.end();
  }

  /** Ends all connections and every wait, from any thread. */
  void close() {
    current.forbid();
    cluster.upkeep().forget(idling);
    slots.forEach(PhysicalConnection::close);
    current.end();
  }
}
