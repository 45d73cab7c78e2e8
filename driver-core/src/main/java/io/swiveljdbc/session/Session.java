package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Abandoned;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one logical connection: which physical connection they run on, and what is
 * told when that is lost.
 *
 * <p>Bound from the first executed statement to the end of the transaction; never moved inside one.
 */
final class Session {

  private final Access access;
  private final Binding binding;
  private final Transaction transaction;
  private final Condition condition;
  private final SessionState state;
  private final Holdings holdings;
  private final SpareParameters spareParameters = new SpareParameters();
  private final Failover failover;
  private final TransactionStart start;
  private final Sharing sharing;

  Session(Access access, Binding binding, SessionSettings fresh) {
    this.access = access;
    this.binding = binding;
    this.transaction = new Transaction(access.engine());
    this.condition = transaction.condition();
    this.state = new SessionState(access, transaction, fresh);
    this.failover = new Failover(access, binding, transaction, state);
    this.holdings = new Holdings(transaction, binding);
    this.sharing = new Sharing(access, binding, transaction, state);
    this.start = new TransactionStart(access, binding, transaction, failover, state, sharing);
  }

  Access access() {
    return access;
  }

  Failover failover() {
    return failover;
  }

  Condition condition() {
    return condition;
  }

  Sharing sharing() {
    return sharing;
  }

  // ---- the way in

  /** The physical connection on which to do something now that is no statement. */
  PhysicalConnection ready() throws SQLException {
    return ready(null, null);
  }

  /**
   * The physical connection on which to execute now; binds when no transaction is open.
   *
   * @param caller the statement that is executed, whose {@code cancel()} ends a wait for a server
   * @param until when its query timeout is over, null for none
   */
  PhysicalConnection ready(@Nullable Object caller, @Nullable Deadline until) throws SQLException {
    binding.wake();
    PhysicalConnection open = transaction.openAt();
    if (open != null) {
      if (open.dead()) {
        throw failover.lostUnsent(open);
      }
      return open;
    }
    condition.checkUsable();
    return start.on(caller, until);
  }

  /** Ends the wait for a server in which this statement is, if it is in one. */
  void cancelWait(Object statement) {
    binding.cancelWait(statement);
  }

  void checkOpen() throws SQLException {
    binding.wake();
    condition.checkOpen();
  }

  // ---- the end of a transaction

  void commit() throws SQLException {
    checkOpen();
    if (transaction.autoCommit()) {
      throw new SQLException(
          "Cannot commit when autoCommit is enabled.", Told.NO_ACTIVE_TRANSACTION);
    }
    condition.checkUsable();
    commitCurrent();
  }

  private void commitCurrent() throws SQLException {
    PhysicalConnection bound = transaction.openAtItsEnd();
    if (bound == null) {
      return;
    }
    if (bound.dead()) {
      throw failover.lostUnsent(bound);
    }
    state.foreseeEnd(bound);
    try {
      bound.call(Connection::commit);
    } catch (SQLException e) {
      SQLException told = failover.failedForGood(bound, e, "COMMIT");
      sharing.settle(bound);
      throw told;
    }
    state.concluded(true);
    sharing.settle(bound);
  }

  void rollback() throws SQLException {
    if (condition.onTheWayOut()) {
      condition.tellBrokenAgain();
      return;
    }
    checkOpen();
    if (condition.endFailed()) {
      return;
    }
    if (transaction.autoCommit()) {
      throw new SQLException(
          "Cannot rollback when autoCommit is enabled.", Told.NO_ACTIVE_TRANSACTION);
    }
    rollbackCurrent();
    sharing.settleAll();
  }

  private void rollbackCurrent() throws SQLException {
    PhysicalConnection bound = transaction.openAtItsEnd();
    if (bound == null) {
      return;
    }
    try {
      bound.call(Connection::rollback);
    } catch (SQLException e) {
      failover.rollbackFailed(bound, e);
    }
    state.concluded(false);
    sharing.settle(bound);
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && wanted) {
      return;
    }
    checkOpen();
    if (wanted == transaction.autoCommit()) {
      return;
    }
    if (!condition.endFailed()) {
      PhysicalConnection bound = transaction.openAt();
      if (wanted) {
        commitCurrent();
      } else if (bound != null) {
        bound.mode().setAutoCommit(false);
      }
    }
    transaction.autoCommit(wanted);
  }

  boolean autoCommit() throws SQLException {
    checkOpen();
    return transaction.autoCommit();
  }

  /** Whether SQL text ended a failed transaction and counts as done; see {@link Condition}. */
  boolean endsFailed(SqlReading reading) throws SQLException {
    return condition.failed() && condition.endFailed(reading.text());
  }

  // ---- flags and settings

  boolean readOnly() throws SQLException {
    checkOpen();
    return state.readOnly();
  }

  void setReadOnly(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && !wanted) {
      return;
    }
    checkOpen();
    if (wanted != state.readOnly() && transaction.openAt() != null) {
      throw new SQLException(
          "Cannot change transaction read-only property in the middle of a transaction.",
          Told.ACTIVE_TRANSACTION);
    }
    state.readOnly(wanted);
  }

  SessionSettings settings() throws SQLException {
    checkOpen();
    return state.settings();
  }

  SessionState state() {
    return state;
  }

  SpareParameters spareParameters() {
    return spareParameters;
  }

  /**
   * Remembers settings; within a transaction they take effect at once, else with the next one.
   *
   * @param covers what of them was changed, in place of what SQL text had set
   */
  void settings(SessionSettings wanted, Setting.Covers covers) throws SQLException {
    checkOpen();
    PhysicalConnection bound = transaction.openAt();
    if (bound != null) {
      try {
        bound.applied().change(wanted, state.sql().without(covers));
      } catch (SQLException e) {
        throw failover.failedForGood(bound, e, null);
      }
    }
    state.set(wanted, covers);
    if (bound != null) {
      bound.applied().hold(state.sql());
    }
  }

  Holdings holdings() {
    return holdings;
  }

  Optional<PhysicalConnection> bound() throws SQLException {
    return Optional.ofNullable(transaction.openAt());
  }

  /** A connection that is there and not known to be dead, preferably the one used last. */
  Optional<PhysicalConnection> held() {
    PhysicalConnection last = transaction.current();
    return last != null && !last.dead() ? Optional.of(last) : allHeld().stream().findFirst();
  }

  List<PhysicalConnection> allHeld() {
    return binding.held();
  }

  void visitHeld(Slots.Visit visit) throws SQLException {
    binding.visitHeld(visit);
  }

  boolean isValid(int seconds) throws SQLException {
    boolean rested = binding.wake();
    if (condition.isClosed()) {
      return false;
    }
    Duration patience =
        seconds == 0 ? access.options().connectTimeout() : Duration.ofSeconds(seconds);
    PhysicalConnection bound = transaction.openAt();
    if (bound != null) {
      return !bound.dead() && bound.answers(patience, access.cluster().topology());
    }
    boolean usable = new Usability(access, binding).given(state.intent(), Deadline.after(patience));
    if (rested) {
      binding.rest(); // a pool asks of what lies in it
    }
    return usable;
  }

  void belongsTo(RoutedConnection connection, Runnable release) {
    Abandoned abandoned = access.cluster().upkeep().abandoned();
    holdings.belongTo(new Ownership(connection, abandoned, condition, binding, release));
  }

  void close() {
    holdings.end();
    sharing.rollBack();
    condition.close();
    transaction.leave();
    binding.close();
  }

  void abort() {
    holdings.end();
    condition.close();
    binding.abort();
  }
}
