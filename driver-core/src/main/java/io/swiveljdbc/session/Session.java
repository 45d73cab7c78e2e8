package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.sql.SqlText;
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
  private final Failover failover;
  private SessionSettings settings;
  private final boolean readOnlyFloor;
  private boolean readOnly;

  Session(Access access, Binding binding, SessionSettings settings) {
    this.access = access;
    this.binding = binding;
    this.transaction = new Transaction(access.engine());
    this.condition = transaction.condition();
    this.failover = new Failover(access, binding, transaction);
    this.settings = settings;
    this.readOnlyFloor = access.options().readOnly();
    this.readOnly = access.engine().startsReadOnly(access.target());
  }

  Access access() {
    return access;
  }

  Failover failover() {
    return failover;
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
    PhysicalConnection open = transaction.openAt();
    if (open != null) {
      if (open.dead()) {
        throw failover.lostUnsent(open);
      }
      return open;
    }
    condition.checkUsable();
    @Nullable PhysicalConnection chosen = binding.chosen(intent());
    return chosen != null && prepared(chosen) ? chosen : bind(caller, until);
  }

  private PhysicalConnection bind(@Nullable Object caller, @Nullable Deadline until)
      throws SQLException {
    Wait wait =
        new Wait(access.options().failoverTimeout(), settings.networkTimeout(), caller, until);
    try {
      PhysicalConnection chosen = binding.choose(intent(), wait);
      while (!prepared(chosen)) {
        if (wait.over()) {
          throw wait.inVain("Every connection was lost before a statement could be sent", null);
        }
        chosen = binding.choose(intent(), wait);
      }
      return chosen;
    } catch (SQLException e) {
      throw wait.endedByNetworkTimeout() ? failover.breakUp(e) : e;
    }
  }

  /** Gives a connection what the transaction needs; false when it was lost by then. */
  private boolean prepared(PhysicalConnection bound) throws SQLException {
    try {
      bound.prepare(transaction.autoCommit(), wantsReadOnly(), settings);
      transaction.runOn(bound);
      return true;
    } catch (SQLException e) {
      failover.failedUnsent(bound, e);
      return false;
    }
  }

  /** Ends the wait for a server in which this statement is, if it is in one. */
  void cancelWait(Object statement) {
    binding.cancelWait(statement);
  }

  /** Whether the server shall refuse writes in the next transaction. */
  private boolean wantsReadOnly() {
    return readOnly || readOnlyFloor;
  }

  private Intent intent() {
    return wantsReadOnly() && access.engine().readersServe(settings.isolation())
        ? Intent.READ_ONLY
        : Intent.READ_WRITE;
  }

  void checkOpen() throws SQLException {
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
    PhysicalConnection bound = transaction.openAt();
    if (bound == null) {
      return;
    }
    if (bound.dead()) {
      throw failover.lostUnsent(bound);
    }
    try {
      bound.driverConnection().commit();
    } catch (SQLException e) {
      throw failover.failedForGood(bound, e, "COMMIT");
    }
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
  }

  private void rollbackCurrent() throws SQLException {
    PhysicalConnection bound = transaction.openAt();
    if (bound == null) {
      return;
    }
    try {
      bound.driverConnection().rollback();
    } catch (SQLException e) {
      failover.rollbackFailed(bound, e);
    }
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
        bound.setAutoCommit(false);
      }
    }
    transaction.autoCommit(wanted);
  }

  boolean autoCommit() throws SQLException {
    checkOpen();
    return transaction.autoCommit();
  }

  /** Whether SQL text ended a failed transaction and counts as done; see {@link Condition}. */
  boolean endsFailed(@Nullable String sql) throws SQLException {
    return condition.failed()
        && sql != null
        && condition.endFailed(SqlText.of(sql, access.engine().lexicon()));
  }

  // ---- flags and settings

  boolean readOnly() throws SQLException {
    checkOpen();
    return readOnly;
  }

  void setReadOnly(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && !wanted) {
      return;
    }
    checkOpen();
    if (wanted != readOnly && transaction.openAt() != null) {
      throw new SQLException(
          "Cannot change transaction read-only property in the middle of a transaction.",
          Told.ACTIVE_TRANSACTION);
    }
    readOnly = wanted;
  }

  SessionSettings settings() throws SQLException {
    checkOpen();
    return settings;
  }

  /** Remembers settings; within a transaction they take effect at once, else with the next one. */
  void settings(SessionSettings wanted) throws SQLException {
    checkOpen();
    PhysicalConnection bound = transaction.openAt();
    if (bound != null) {
      try {
        bound.change(wanted);
      } catch (SQLException e) {
        throw failover.failedForGood(bound, e, null);
      }
    }
    settings = wanted;
  }

  /** The connection on which a transaction is open now. */
  Optional<PhysicalConnection> bound() throws SQLException {
    return Optional.ofNullable(transaction.openAt());
  }

  /** A connection that is there and not known to be dead, preferably the one used last. */
  Optional<PhysicalConnection> held() {
    PhysicalConnection last = transaction.current();
    return last != null && !last.dead() ? Optional.of(last) : allHeld().stream().findFirst();
  }

  /** The connections that are there and not known to be dead. */
  List<PhysicalConnection> allHeld() {
    return binding.held();
  }

  boolean isValid(int seconds) throws SQLException {
    if (isClosed()) {
      return false;
    }
    Duration patience =
        seconds == 0 ? access.options().connectTimeout() : Duration.ofSeconds(seconds);
    PhysicalConnection bound = transaction.openAt();
    return bound != null
        ? !bound.dead() && bound.answers(patience, access.cluster().topology())
        : binding.usable(intent(), Deadline.after(patience));
  }

  boolean isClosed() {
    return condition.isClosed();
  }

  /** Whether the application itself closed it. */
  boolean released() {
    return condition.released();
  }

  void close() {
    condition.close();
    transaction.leave();
    binding.close();
  }

  void abort() {
    condition.close();
    binding.abort();
  }
}
