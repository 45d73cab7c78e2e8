package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Abandoned;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
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
  private final StatementSpares spares = new StatementSpares();
  private final Failover failover;
  private final TransactionStart start;
  private final Sharing sharing;
  private final Warnings warnings;
  private final Closing closing;

  /**
   * A session that belongs to no logical connection yet.
   *
   * @param release gives up its hold on the cluster; may be called more than once
   * @param waiting where it waits for the next logical connection; null where it never does
   */
  Session(
      Access access,
      Binding binding,
      SessionSettings fresh,
      Runnable release,
      @Nullable SpareSessions waiting) {
    this.access = access;
    this.binding = binding;
    this.transaction = new Transaction(access.engine());
    this.condition = transaction.condition();
    this.state = new SessionState(access, transaction, fresh);
    this.failover = new Failover(access, binding, transaction, state);
    Abandoned abandoned = access.cluster().upkeep().abandoned();
    Ownership ownership = new Ownership(abandoned, condition, binding, release);
    this.holdings = new Holdings(transaction, binding, ownership);
    this.sharing = new Sharing(access, binding, transaction, state);
    this.closing = new Closing(binding, transaction, state, sharing, ownership, release, waiting);
    this.warnings = new Warnings(binding, failover);
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
    PhysicalConnection ready = entered(null, null);
    ready.exit();
    return ready;
  }

  /**
   * The physical connection on which to execute now; binds when no transaction is open. A call is
   * under way there from here on, which the caller ends.
   *
   * @param caller the statement that is executed, whose {@code cancel()} ends a wait for a server
   * @param until when its query timeout is over, null for none
   */
  PhysicalConnection entered(@Nullable Object caller, @Nullable Deadline until)
      throws SQLException {
    binding.idling().end();
    PhysicalConnection open = transaction.openAt();
    if (open != null && open.dead()) {
      throw failover.lostUnsent(open);
    }
    if (open != null && open.enter()) {
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
    binding.idling().end();
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
    state.concluded(bound, true);
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
    state.concluded(bound, false);
    sharing.settle(bound);
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && wanted) {
      return;
    }
    condition.checkOpen();
    if (wanted == transaction.autoCommit()) {
      return;
    }
    if (!condition.endFailed()) {
      PhysicalConnection bound = transaction.openAt();
      if (wanted) {
        commitCurrent();
      } else if (bound != null) {
        bound.call(connection -> bound.mode().setAutoCommit(false));
      }
    }
    transaction.autoCommit(wanted);
  }

  boolean autoCommit() throws SQLException {
    condition.checkOpen();
    return transaction.autoCommit();
  }

  /** Whether SQL text ended a failed transaction and counts as done; see {@link Condition}. */
  boolean endsFailed(SqlReading reading) throws SQLException {
    return condition.failed() && condition.endFailed(reading.text());
  }

  // ---- flags and settings: pools ask and set them of what lies there, which goes on to rest

  boolean readOnly() throws SQLException {
    condition.checkOpen();
    return state.readOnly();
  }

  void setReadOnly(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && !wanted) {
      return;
    }
    condition.checkOpen();
    if (wanted != state.readOnly() && transaction.openAt() != null) {
      throw new SQLException(
          "Cannot change transaction read-only property in the middle of a transaction.",
          Told.ACTIVE_TRANSACTION);
    }
    state.readOnly(wanted);
  }

  SessionSettings settings() throws SQLException {
    condition.checkOpen();
    return state.settings();
  }

  SessionState state() {
    return state;
  }

  StatementSpares spares() {
    return spares;
  }

  /**
   * Remembers settings; within a transaction they take effect at once, else with the next one.
   *
   * @param covers what of them was changed, in place of what SQL text had set
   */
  void settings(SessionSettings wanted, Setting.Covers covers) throws SQLException {
    condition.checkOpen();
    PhysicalConnection bound = transaction.openAt();
    if (bound == null) {
      state.set(wanted, covers);
      return;
    }
    try {
      bound.call(connection -> bound.applied().change(wanted, covers, state));
    } catch (SQLException e) {
      throw failover.failedForGood(bound, e, null);
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
    return last != null && !last.dead() && binding.has(last)
        ? Optional.of(last)
        : allHeld().stream().findFirst();
  }

  List<PhysicalConnection> allHeld() {
    return binding.held();
  }

  Warnings warnings() {
    return warnings;
  }

  boolean isValid(int seconds) throws SQLException {
    boolean rested = binding.idling().end();
    if (condition.isClosed()) {
      return false;
    }
    PhysicalConnection bound = transaction.openAt();
    boolean usable = new Usability(access, binding).within(seconds, bound, state.intent());
    if (rested && bound == null) {
      binding.idling().goOn(); // a pool asks of what lies in it
    }
    return usable;
  }

  Closing closing() {
    return closing;
  }
}
