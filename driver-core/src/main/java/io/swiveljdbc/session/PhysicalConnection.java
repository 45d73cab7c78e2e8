package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.hikari.Loan;
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
final class PhysicalConnection {

  private final DriverSession session;
  private final @Nullable Loan loan;

  /** Counted where others may get the session. */
  private final Calls calls = new Calls();

  private final AtomicInteger openResults = new AtomicInteger();
  private Pins pins = Pins.NONE;
  private volatile boolean retiring;
  private volatile boolean withOthers;

  /**
   * A session that this logical connection has from now on.
   *
   * @param loan by which it goes back; null for one that ends with its logical connection
   */
  PhysicalConnection(DriverSession session, @Nullable Loan loan) {
    this.session = session;
    this.loan = loan;
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

  /** Whether it is known to lead nowhere, or has been let go; false proves nothing. */
  boolean dead() {
    return calls.areOver() || session.dead();
  }

  /** Whether it may be used at this topology: its server is fit, and the connection not stale. */
  boolean goodAt(Topology topology) {
    return !calls.areOver() && session.goodAt(topology);
  }

  /** Whether it is of no use any more, however its server is just now. */
  boolean staleAt(Topology topology) {
    return calls.areOver() || session.staleAt(topology);
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
        before == null || before.withOthers ? null : before.session);
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
  void opened(Statement statement) {
    if (loan != null) {
      session.openStatements().add(statement);
    }
  }

  /** It is closed, or about to be. */
  void closed(Statement statement) {
    if (loan != null) {
      session.openStatements().remove(statement);
    }
  }

  /**
   * A call begins: nobody else gets the session before {@link #exit}.
   *
   * @return false when it was let go just before
   */
  boolean enter() {
    return loan == null || calls.begin();
  }

  /** A call is over. */
  void exit() {
    if (loan != null && calls.end()) {
      closeIfRetired();
    }
  }

  /** Whether a call is under way. */
  boolean inUse() {
    return calls.areUnderWay() || wire().waiting();
  }

  /** Something done with the driver's connection. */
  interface Call {
    void on(Connection connection) throws SQLException;
  }

  /** Does something that nobody else shall come in between. */
  void call(Call call) throws SQLException {
    if (!enter()) {
      throw Told.closed();
    }
    try {
      call.on(driverConnection());
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
  boolean isFree() {
    return openResults.get() <= 0 && pins.isEmpty();
  }

  // ---- its end

  /** Closes it as soon as no result set is open on it, and the application holds nothing of it. */
  void retire() {
    retiring = true;
    closeIfRetired();
  }

  private void closeIfRetired() {
    if (retiring && (isFree() || dead())) {
      if (loan == null) {
        close();
      } else if (calls.closeIfNone()) {
        leaveTo(loan);
      }
    }
  }

  /** Ends it at once, from any thread, without waiting for anything. */
  void abort() {
    boolean first = calls.close() != Calls.Before.OVER;
    if (loan == null) {
      session.abort(); // also a close() that hangs
    } else if (first) {
      session.abort();
      loan.end();
    }
  }

  /** Ends it whatever is open on it. */
  void drop() {
    abort();
    if (loan == null) {
      session.end();
    }
  }

  /** Lets it go: the session ends, or others may have it if it is as good as new. */
  void close() {
    Calls.Before before = calls.close();
    if (loan == null) {
      session.end();
    } else if (before == Calls.Before.NONE) {
      leaveTo(loan);
    } else if (before == Calls.Before.SOME) {
      session.end(); // somebody else is still at work there
      loan.end();
    }
  }

  private void leaveTo(Loan lender) {
    boolean fit = false;
    try {
      fit = session.isFitForOthers() && pins.allowOthers();
      if (fit) {
        session.closeStatements();
        withOthers = true;
        session.rest();
        lender.giveBack();
      }
    } finally {
      if (!fit) {
        session.end();
      }
      lender.end(); // unless it was given back
    }
  }

  /** Whether its session may go to somebody else. */
  boolean isLent() {
    return loan != null;
  }

  /** Whether somebody else may have its session by now. */
  boolean isWithOthers() {
    return withOthers;
  }
}
