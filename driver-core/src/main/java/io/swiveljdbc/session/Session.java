package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.sql.SqlText;
import java.sql.SQLException;
import java.time.Duration;
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
  private final Failover failover;
  private SessionSettings settings;
  private boolean autoCommit = true;
  private boolean readOnly;
  private final Condition condition = new Condition();

  /**
   * The connection bound last. It stays when its transaction ends: what was taken from the target's
   * own objects, a copy manager for instance, may begin the next one there without being seen here.
   */
  private @Nullable PhysicalConnection current;

  Session(Access access, Binding binding, SessionSettings settings) {
    this.access = access;
    this.binding = binding;
    this.failover = new Failover(access);
    this.settings = settings;
    this.readOnly = access.engine().startsReadOnly(access.target());
  }

  Access access() {
    return access;
  }

  Binding binding() {
    return binding;
  }

  // ---- the way in

  /** The physical connection on which to execute now; binds when no transaction is open. */
  PhysicalConnection ready() throws SQLException {
    PhysicalConnection bound = current;
    if (bound != null && !condition.failed() && transactionOpen(bound)) {
      if (bound.dead()) {
        throw lostUnsent(bound);
      }
      return bound;
    }
    condition.checkUsable();
    return bind();
  }

  private PhysicalConnection bind() throws SQLException {
    @Nullable Deadline until = null;
    while (true) {
      PhysicalConnection bound = binding.bind(intent());
      try {
        bound.prepare(autoCommit, wantsReadOnly(), settings);
        current = bound;
        return bound;
      } catch (SQLException e) {
        failedUnsent(bound, e);
        until = until == null ? Deadline.after(access.options().failoverTimeout()) : until;
        if (until.passed()) {
          throw Told.noServer("Every connection was lost before a statement could be sent", e);
        }
      }
    }
  }

  /** A transaction whose connection was lost while nothing was in flight. */
  private SQLException lostUnsent(PhysicalConnection bound) {
    SQLException cause = new SQLException("the connection was aborted", "08006");
    binding.lost(bound, cause);
    return fail(bound, cause);
  }

  private boolean transactionOpen(PhysicalConnection bound) throws SQLException {
    return access.engine().inTransaction(bound.driverConnection());
  }

  /** Whether a statement has been executed in a transaction that is still open. */
  boolean inTransaction() throws SQLException {
    return condition.failed() || (current != null && transactionOpen(current));
  }

  /** Whether the server shall refuse writes in the next transaction. */
  private boolean wantsReadOnly() {
    return readOnly || access.options().readOnly();
  }

  private Intent intent() {
    return wantsReadOnly() && access.engine().readersServe(settings.isolation())
        ? Intent.READ_ONLY
        : Intent.READ_WRITE;
  }

  void checkOpen() throws SQLException {
    condition.checkOpen();
  }

  // ---- what a failure means

  /**
   * Decides what the caller is told when work failed on a physical connection.
   *
   * @param sql the text in flight; null when it certainly commits nothing within a transaction
   * @param repeatable whether the work may run once more elsewhere, no row having been delivered
   * @return what to throw, or null when the work is to be repeated
   */
  @Nullable SQLException failed(
      PhysicalConnection bound, SQLException e, @Nullable String sql, boolean repeatable)
      throws SQLException {
    return failed(bound, e, sql, !autoCommit || transactionOpen(bound), repeatable);
  }

  private @Nullable SQLException failed(
      PhysicalConnection bound,
      SQLException e,
      @Nullable String sql,
      boolean inTransaction,
      boolean repeatable) {
    Verdict verdict =
        condition.released()
            ? Verdict.STATEMENT_FAILED
            : failover.judge(bound, e, sql, inTransaction, repeatable);
    if (verdict == Verdict.STATEMENT_FAILED) {
      return e;
    }
    binding.lost(bound, e);
    return switch (verdict) {
      case REPEAT -> null;
      case ROLLED_BACK -> fail(bound, e);
      default -> breakUp(bound, e);
    };
  }

  /**
   * What follows when a connection failed before anything of a statement was sent.
   *
   * @throws SQLException unless the statement can be tried on another connection
   */
  void failedUnsent(PhysicalConnection bound, SQLException e) throws SQLException {
    if (!failover.lost(e) || condition.released()) {
      throw e;
    }
    boolean inTransaction = transactionOpen(bound);
    binding.lost(bound, e);
    if (inTransaction) {
      throw fail(bound, e);
    }
  }

  /** What the caller is told when something beside a statement failed: it commits nothing. */
  SQLException failedBeside(PhysicalConnection bound, SQLException e) {
    return failedBeside(bound, e, true);
  }

  /**
   * The same for what belongs to an execution: in auto-commit, to update a row commits, and a
   * further result may be of a statement that does.
   */
  SQLException failedWithin(PhysicalConnection bound, SQLException e) {
    try {
      return failedBeside(bound, e, !bound.autoCommit() || transactionOpen(bound));
    } catch (SQLException other) {
      other.addSuppressed(e);
      return other;
    }
  }

  private SQLException failedBeside(PhysicalConnection bound, SQLException e, boolean held) {
    if (bound != current && failover.lost(e) && !isClosed()) {
      // A result set of an earlier statement, on the other slot: the transaction goes on.
      binding.lost(bound, e);
      return held || bound.sealed()
          ? Told.rolledBack("The connection to " + place(bound) + " was lost", e)
          : breakUp(bound, e);
    }
    SQLException told = failed(bound, e, null, held, false);
    return told == null ? e : told;
  }

  /** The same for a call on the connection itself. */
  SQLException failedBeside(SQLException e) {
    PhysicalConnection bound = current;
    return bound == null ? e : failedBeside(bound, e);
  }

  private SQLException fail(PhysicalConnection bound, SQLException cause) {
    current = null;
    SQLException told = Told.rolledBack("The connection to " + place(bound) + " was lost", cause);
    if (!autoCommit || transactionWasOpen(bound)) {
      condition.fail(told);
    }
    return told;
  }

  private boolean transactionWasOpen(PhysicalConnection bound) {
    try {
      return transactionOpen(bound);
    } catch (SQLException e) {
      return true;
    }
  }

  private SQLException breakUp(PhysicalConnection bound, SQLException cause) {
    current = null;
    SQLException told =
        Told.outcomeUnknown("The connection to " + place(bound) + " was lost", cause);
    condition.breakUp(told);
    binding.close();
    return told;
  }

  private String place(PhysicalConnection bound) {
    return (bound.sealed() ? "reader " : "writer ") + bound.address();
  }

  // ---- the end of a transaction

  void commit() throws SQLException {
    checkOpen();
    if (autoCommit) {
      throw new SQLException(
          "Cannot commit when autoCommit is enabled.", Told.NO_ACTIVE_TRANSACTION);
    }
    condition.checkUsable();
    commitCurrent();
  }

  private void commitCurrent() throws SQLException {
    PhysicalConnection bound = current;
    if (bound == null || !transactionOpen(bound)) {
      return;
    }
    if (bound.dead()) {
      throw lostUnsent(bound);
    }
    try {
      bound.driverConnection().commit();
    } catch (SQLException e) {
      // Not repeatable, so never null.
      SQLException told = failed(bound, e, "COMMIT", false);
      throw told == null ? e : told;
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
    if (autoCommit) {
      throw new SQLException(
          "Cannot rollback when autoCommit is enabled.", Told.NO_ACTIVE_TRANSACTION);
    }
    rollbackCurrent();
  }

  private void rollbackCurrent() throws SQLException {
    PhysicalConnection bound = current;
    if (bound == null || !transactionOpen(bound)) {
      return;
    }
    try {
      bound.driverConnection().rollback();
    } catch (SQLException e) {
      if (!failover.lost(e)) {
        throw e;
      }
      current = null;
      // The server rolls back what its client left behind.
      binding.lost(bound, e);
    }
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (condition.onTheWayOut() && wanted) {
      return;
    }
    checkOpen();
    if (wanted == autoCommit) {
      return;
    }
    if (condition.endFailed()) {
      autoCommit = wanted;
      return;
    }
    if (wanted) {
      commitCurrent();
    } else if (current != null && transactionOpen(current)) {
      current.setAutoCommit(false);
    }
    autoCommit = wanted;
  }

  boolean autoCommit() throws SQLException {
    checkOpen();
    return autoCommit;
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
    if (wanted != readOnly && !condition.failed() && inTransaction()) {
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
    PhysicalConnection bound = current;
    if (bound != null && !condition.failed() && transactionOpen(bound)) {
      try {
        bound.change(wanted);
      } catch (SQLException e) {
        SQLException told = failed(bound, e, null, false);
        throw told == null ? e : told;
      }
    }
    settings = wanted;
  }

  /** The connection of the transaction that is open now. */
  Optional<PhysicalConnection> bound() throws SQLException {
    return inTransaction() ? Optional.ofNullable(current) : Optional.empty();
  }

  boolean isValid(int seconds) throws SQLException {
    if (isClosed()) {
      return false;
    }
    Duration patience =
        seconds == 0 ? access.options().connectTimeout() : Duration.ofSeconds(seconds);
    PhysicalConnection bound = condition.failed() ? null : bound().orElse(null);
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
    current = null;
    binding.close();
  }

  void abort() {
    condition.close();
    binding.abort();
  }
}
