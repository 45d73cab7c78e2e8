package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session of the target driver while one logical connection has it, with what that has there:
 * open result sets, statements, state that cannot be had elsewhere. When it is let go, the session
 * ends or goes back to where it came from, and this object is dead from then on.
 *
 * <p>Used by one thread at a time, but for {@link #abort} and {@link #close}.
 */
abstract class PhysicalConnection {

  private final DriverSession session;
  private final AtomicInteger openResults = new AtomicInteger();
  private Pins pins = Pins.NONE;
  private @Nullable Choice choice;
  private volatile boolean retiring;

  PhysicalConnection(DriverSession session) {
    this.session = session;
  }

  DriverSession session() {
    return session;
  }

  Connection driverConnection() {
    return session.driverConnection();
  }

  HostAddress address() {
    return session.address();
  }

  Wire wire() {
    return session.wire();
  }

  long openedAt() {
    return session.openedAt();
  }

  /** The term of the cluster when it was opened. */
  Term term() {
    return session.term();
  }

  /** Whether it was opened to this server, in the role that it has now. */
  boolean leadsTo(Server server) {
    return session.leadsTo(server);
  }

  /** Whether it was opened to a reader, and no text may have let its transaction write. */
  boolean onlyReads() {
    return session.sealed() && !session.mode().lifted();
  }

  /** Whether it was opened to a reader, so that the server makes each transaction read-only. */
  boolean sealed() {
    return session.sealed();
  }

  Tenure tenure() {
    return session.tenure();
  }

  /** What it has of the settings that the logical connection wants. */
  AppliedSettings applied() {
    return session.applied();
  }

  Mode mode() {
    return session.mode();
  }

  /** Says that its server no longer refuses writes by itself, where it is to. */
  void unseal() {
    session.unseal();
  }

  /** Whether it has been let go, or aborted. */
  boolean gone() {
    return wire().aborted();
  }

  /** The same, or its driver says that it leads nowhere; false proves nothing. */
  boolean dead() {
    return session.dead();
  }

  /** Whether it may be used at this topology: its server is fit, and the connection not stale. */
  boolean goodAt(Topology topology) {
    return session.goodAt(topology);
  }

  /** Whether it is of no use any more, however its server is just now. */
  boolean staleAt(Topology topology) {
    return session.staleAt(topology);
  }

  /** Whether a session to its server was lost since it was used last, so that it must be asked. */
  boolean inDoubt(Topology topology) {
    return session.validation().isNeeded(topology);
  }

  /** Asks the server over this connection; true if it answered in time. */
  boolean answers(Duration patience, Topology topology) {
    return session.validation().succeeds(patience, topology);
  }

  /**
   * Gives the driver's connection what the next transaction needs; only what differs is set.
   *
   * @param before where the last transaction ran, null where that is not known
   * @throws SQLException 08006 too, when it may not be used any more
   */
  void prepare(
      boolean wantAutoCommit,
      boolean wantReadOnly,
      SessionState wanted,
      @Nullable PhysicalConnection before)
      throws SQLException {
    session.prepare(
        wantAutoCommit,
        wantReadOnly,
        wanted,
        before == null || before.isWithOthers() ? null : before.session);
  }

  /** The choice of it while the topology stays as it is. */
  Choice choiceAt(Topology topology) {
    @Nullable Choice known = choice;
    if (known == null || known.version() != topology.version()) {
      known = Choice.of(this, topology);
      choice = known;
    }
    return known;
  }

  // ---- what the logical connection has there

  /** What on it cannot be had elsewhere. */
  Pins pins() {
    return pins;
  }

  /** Sets that; without any, it is let go when it was to be. */
  void pins(Pins there) {
    pins = there;
    closeIfRetired();
  }

  /** A statement was made there, which is to be closed before others come. */
  void opened(Statement statement) {}

  /** It is closed, or about to be. */
  void closed(Statement statement) {}

  /** Whether a statement is open there, of which something may still be asked. */
  boolean hasStatements() {
    return false;
  }

  /** Something leaves that refers to this, or is the target driver's own, and may stay for ever. */
  void handOut() {}

  /**
   * A call begins: nobody else gets the session before {@link #exit}.
   *
   * @return false when it was let go just before
   */
  boolean enter() {
    return true;
  }

  /** A call is over. */
  void exit() {}

  /** Whether a call is under way. */
  boolean inUse() {
    return wire().waiting();
  }

  /** Something done with the driver's connection. */
  interface Call {
    void on(Connection connection) throws SQLException;
  }

  /** Does something that nobody else shall come in between. */
  final void call(Call call) throws SQLException {
    if (!enter()) {
      throw Told.closed();
    }
    try {
      call.on(driverConnection());
    } finally {
      exit();
    }
  }

  /** Something asked of the driver's connection. */
  interface Question<T> {
    T to(Connection connection) throws SQLException;
  }

  /** Asks something that nobody else shall come in between. */
  final <T> T ask(Question<T> question) throws SQLException {
    if (!enter()) {
      throw Told.closed();
    }
    try {
      return question.to(driverConnection());
    } finally {
      exit();
    }
  }

  void resultOpened() {
    openResults.incrementAndGet();
  }

  void resultClosed() {
    openResults.decrementAndGet();
    closeIfRetired();
  }

  /** Whether the application has nothing open there, and nothing that it cannot have elsewhere. */
  final boolean isFree() {
    return openResults.get() <= 0 && pins.isEmpty();
  }

  // ---- its end

  /** Closes it as soon as no result set is open on it, and the application holds nothing of it. */
  final void retire() {
    retiring = true;
    closeIfRetired();
  }

  final void closeIfRetired() {
    if (retiring && (isFree() || dead())) {
      closeUnused();
    }
  }

  /** It is in use after all, by somebody else. */
  final void stay() {
    if (retiring) {
      retiring = false;
    }
  }

  /** Closes it, unless a call is under way. */
  void closeUnused() {
    close();
  }

  /**
   * Lets it go at once, where nothing is open there and no call is under way.
   *
   * @param use whether another thread may have come across it
   */
  boolean leave(SoleUse use) {
    return false;
  }

  /** Ends it at once, from any thread, without waiting for anything. */
  abstract void abort();

  /** Ends it whatever is open on it. */
  void drop() {
    abort();
  }

  /** Lets it go: the session ends, or others may have it if it is as good as new. */
  abstract void close();

  /** Whether its session may go to somebody else. */
  boolean isLent() {
    return false;
  }

  /** Whether somebody else may have its session by now. */
  boolean isWithOthers() {
    return false;
  }
}
