package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one logical connection: which physical connection they run on, and what is
 * told when that is lost.
 *
 * <p>Bound from the first executed statement to the end of the transaction; never moved inside one.
 * A loss leads to one of two states. <em>Failed</em>: the transaction is certainly rolled back, and
 * nothing is sent until it is ended. <em>Broken</em>: it is not known what was committed, and the
 * connection is closed for good.
 */
final class Session {

  private final Access access;
  private final Binding binding;
  private final Failover failover;
  private SessionSettings settings;
  private boolean autoCommit = true;
  private boolean readOnly;
  private @Nullable PhysicalConnection current;
  private @Nullable SQLException failed;
  private @Nullable SQLException broken;
  private boolean brokenToldAgain;
  private volatile boolean closed;

  Session(Access access, Binding binding, SessionSettings settings) {
    this.access = access;
    this.binding = binding;
    this.failover = new Failover(access);
    this.settings = settings;
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
    if (bound != null && failed == null && transactionOpen(bound)) {
      if (bound.dead()) {
        throw lostUnsent(bound);
      }
      return bound;
    }
    checkUsable();
    return bind();
  }

  private PhysicalConnection bind() throws SQLException {
    while (true) {
      PhysicalConnection bound = binding.bind(intent());
      try {
        bound.prepare(autoCommit, wantsReadOnly(), settings);
        current = bound;
        return bound;
      } catch (SQLException e) {
        failedUnsent(bound, e);
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
    return failed != null || (current != null && transactionOpen(current));
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

  void checkUsable() throws SQLException {
    checkOpen();
    if (failed != null) {
      throw Told.rolledBack("The transaction was lost before", failed);
    }
  }

  /** Throws what every call on a closed or broken connection throws. */
  void checkOpen() throws SQLException {
    if (closed) {
      throw Told.closed();
    }
    if (broken != null) {
      throw Told.broken(broken);
    }
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
    boolean inTransaction = !autoCommit || transactionOpen(bound);
    Verdict verdict =
        closed
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
    if (!failover.lost(e) || closed) {
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
    if (bound != current && failover.lost(e) && !isClosed()) {
      // A result set of an earlier statement, on the other slot: the transaction goes on.
      binding.lost(bound, e);
      return Told.rolledBack("The connection to " + place(bound) + " was lost", e);
    }
    try {
      SQLException told = failed(bound, e, null, false);
      return told == null ? e : told;
    } catch (SQLException other) {
      other.addSuppressed(e);
      return other;
    }
  }

  /** The same for a call on the connection itself. */
  SQLException failedBeside(SQLException e) {
    PhysicalConnection bound = current;
    return bound == null ? e : failedBeside(bound, e);
  }

  private SQLException fail(PhysicalConnection bound, SQLException cause) {
    current = null;
    SQLException told = Told.rolledBack("The connection to " + place(bound) + " was lost", cause);
    failed = autoCommit && !transactionWasOpen(bound) ? null : told;
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
    broken = told;
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
    checkUsable();
    commitCurrent();
  }

  private void commitCurrent() throws SQLException {
    PhysicalConnection bound = current;
    if (bound == null) {
      return;
    }
    if (bound.dead() && transactionOpen(bound)) {
      throw lostUnsent(bound);
    }
    try {
      bound.driverConnection().commit();
    } catch (SQLException e) {
      // Not repeatable, so never null.
      SQLException told = failed(bound, e, "COMMIT", false);
      throw told == null ? e : told;
    }
    current = null;
  }

  void rollback() throws SQLException {
    if (broken != null && !closed) {
      if (!brokenToldAgain) {
        brokenToldAgain = true;
        throw broken;
      }
      return;
    }
    checkOpen();
    if (failed != null) {
      failed = null;
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
    if (bound == null) {
      return;
    }
    current = null;
    try {
      bound.rolledBack();
      bound.driverConnection().rollback();
    } catch (SQLException e) {
      if (!failover.lost(e)) {
        throw e;
      }
      // The server rolls back what its client left behind.
      binding.lost(bound, e);
    }
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (broken != null && !closed && wanted) {
      return;
    }
    checkOpen();
    if (wanted == autoCommit) {
      return;
    }
    if (failed != null) {
      failed = null;
    } else if (wanted) {
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

  /**
   * What to do with SQL text in a failed transaction: true when it ended the transaction and counts
   * as done.
   *
   * @throws SQLException 40001 for every other text; COMMIT ends the transaction all the same
   */
  boolean endsFailed(@Nullable String sql) throws SQLException {
    SQLException loss = failed;
    if (loss == null || sql == null) {
      return false;
    }
    SqlText text = SqlText.of(sql, access.engine().lexicon());
    if (text.isRollback()) {
      failed = null;
      return true;
    }
    if (text.firstEnd() == TransactionEnd.COMMIT) {
      failed = null;
    }
    throw Told.rolledBack("The transaction was lost before", loss);
  }

  // ---- flags and settings

  boolean readOnly() throws SQLException {
    checkOpen();
    return readOnly;
  }

  void setReadOnly(boolean wanted) throws SQLException {
    if (broken != null && !closed && !wanted) {
      return;
    }
    checkOpen();
    if (wanted != readOnly && failed == null && inTransaction()) {
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
    if (bound != null && failed == null && transactionOpen(bound)) {
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
    PhysicalConnection bound = failed == null ? bound().orElse(null) : null;
    return bound != null
        ? !bound.dead() && bound.answers(patience, access.cluster().topology())
        : binding.usable(intent(), Deadline.after(patience));
  }

  boolean isClosed() {
    return closed || broken != null;
  }

  /** Whether the application itself closed it. */
  boolean released() {
    return closed;
  }

  void close() {
    closed = true;
    current = null;
    binding.close();
  }

  void abort() {
    closed = true;
    binding.abort();
  }
}
