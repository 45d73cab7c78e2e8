package io.swiveljdbc.session;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failure: a lost connection is let go, the transaction on it has failed or is in
 * doubt, and the caller is told which.
 */
final class Failover {

  private final Binding binding;
  private final Transaction transaction;
  private final Condition condition;
  private final SessionState state;
  private final Judge judge;

  Failover(Access access, Binding binding, Transaction transaction, SessionState state) {
    this.binding = binding;
    this.transaction = transaction;
    this.condition = transaction.condition();
    this.state = state;
    this.judge = new Judge(access);
  }

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
    boolean inTransaction = !transaction.autoCommit() || transaction.isOpenOn(bound);
    return failed(bound, e, sql, inTransaction, repeatable);
  }

  /** The same for what cannot be repeated. */
  SQLException failedForGood(PhysicalConnection bound, SQLException e, @Nullable String sql)
      throws SQLException {
    SQLException told = failed(bound, e, sql, false);
    return told == null ? e : told;
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
            : judge.judge(bound, e, sql, inTransaction, repeatable);
    switch (verdict) {
      case STATEMENT_FAILED -> undoneIfOver(bound);
      case REPEAT_ELSEWHERE -> binding.avoid(bound);
      case REPEAT, ROLLED_BACK, UNKNOWN -> letGo(bound, e);
    }
    return switch (verdict) {
      case STATEMENT_FAILED -> e;
      case REPEAT, REPEAT_ELSEWHERE -> null;
      case ROLLED_BACK -> fail(bound, e);
      case UNKNOWN -> breakUp(bound, e);
    };
  }

  /** A COMMIT that failed has rolled back. */
  private void undoneIfOver(PhysicalConnection bound) {
    if (state.isUndecided() && !transaction.wasOpenOn(bound)) {
      state.ended(false);
    }
  }

  private void letGo(PhysicalConnection bound, SQLException e) {
    if (judge.blameless(e)) {
      binding.drop(bound);
    } else {
      binding.lost(bound, e);
    }
  }

  /**
   * What follows when a connection failed before anything of a statement was sent.
   *
   * @throws SQLException unless the statement can be tried on another connection
   */
  void failedUnsent(PhysicalConnection bound, SQLException e) throws SQLException {
    if (!judge.lost(e) || condition.released()) {
      throw e;
    }
    boolean inTransaction = transaction.isOpenOn(bound);
    if (!inTransaction && bound.pins().areNeeded()) {
      throw pinsLost(bound);
    }
    letGo(bound, e);
    if (inTransaction) {
      throw fail(bound, e);
    }
  }

  /** What is told of a transaction whose connection was lost while nothing was in flight. */
  SQLException lostUnsent(PhysicalConnection bound) {
    SQLException cause = new SQLException("the connection was aborted", "08006");
    binding.lost(bound, cause);
    return fail(bound, cause);
  }

  /**
   * What follows when a ROLLBACK failed: the server rolls back what its client left behind.
   *
   * @throws SQLException the server's own, when the session lives
   */
  void rollbackFailed(PhysicalConnection bound, SQLException e) throws SQLException {
    if (!judge.lost(e)) {
      throw e;
    }
    transaction.leave();
    letGo(bound, e);
  }

  /** Whether the session that failed is gone. */
  boolean isLoss(SQLException e) {
    return judge.lost(e);
  }

  /** Throws what is no loss; a loss is told by what is executed next. */
  void passOver(SQLException e) throws SQLException {
    if (!judge.lost(e)) {
      throw e;
    }
  }

  /** What the caller is told when something beside a statement failed: it commits nothing. */
  SQLException failedBeside(PhysicalConnection bound, SQLException e) {
    return failedBeside(bound, e, true);
  }

  /** The same for a call on the connection itself. */
  SQLException failedBeside(SQLException e) {
    PhysicalConnection bound = transaction.current();
    return bound == null ? e : failedBeside(bound, e);
  }

  /**
   * The same for what belongs to an execution: in auto-commit, to update a row commits, and a
   * further result may be of a statement that does.
   */
  SQLException failedWithin(PhysicalConnection bound, SQLException e) {
    try {
      return failedBeside(bound, e, !bound.mode().autoCommit() || transaction.isOpenOn(bound));
    } catch (SQLException other) {
      other.addSuppressed(e);
      return other;
    }
  }

  private SQLException failedBeside(PhysicalConnection bound, SQLException e, boolean held) {
    if (bound != transaction.current() && judge.lost(e) && !condition.isClosed()) {
      // A result set of an earlier statement, on the other slot: the transaction goes on.
      letGo(bound, e);
      return held || bound.onlyReads() ? Told.rolledBack(lost(bound), e) : breakUp(bound, e);
    }
    SQLException told = failed(bound, e, null, held, false);
    return told == null ? e : told;
  }

  private SQLException fail(PhysicalConnection bound, SQLException cause) {
    if (transaction.isPartlyCommitted()) {
      return breakUp(Told.partlyCommitted(lost(bound), cause));
    }
    transaction.leave();
    state.ended(false);
    SQLException told =
        Told.rolledBack(judge.rolledBack(cause) ? overruled(bound) : lost(bound), cause);
    if (!transaction.autoCommit() || transaction.wasOpenOn(bound)) {
      condition.fail(told);
    }
    return told;
  }

  /** What is told when a connection is gone that had what cannot be had elsewhere. */
  SQLException pinsLost(PhysicalConnection pinned) {
    SQLException cause = new SQLException("the connection was aborted", Told.CONNECTION_FAILURE);
    binding.lost(pinned, cause);
    return breakUp(Told.pinsLost(lost(pinned), cause));
  }

  private SQLException breakUp(PhysicalConnection bound, SQLException cause) {
    return breakUp(Told.outcomeUnknown(lost(bound), cause, !transaction.autoCommit()));
  }

  /** Closes the logical connection for good, but for its way out. */
  SQLException breakUp(SQLException told) {
    transaction.leave();
    condition.breakUp(told);
    binding.close();
    return told;
  }

  private static String lost(PhysicalConnection bound) {
    return "The connection to %s was lost%s".formatted(where(bound), pins(bound));
  }

  /** The session lives, but nobody goes on with it. */
  private static String overruled(PhysicalConnection bound) {
    String pins = bound.pins().areNeeded() ? ", and the connection was given up" : "";
    return "The transaction's servers did not agree to it, and %s rolled it back%s%s"
        .formatted(where(bound), pins, pins(bound));
  }

  private static String where(PhysicalConnection bound) {
    return "%s %s (term %s)"
        .formatted(bound.sealed() ? "reader" : "writer", bound.address(), bound.term());
  }

  private static String pins(PhysicalConnection bound) {
    return bound.pins().areNeeded() ? ", and with it: " + bound.pins() : "";
  }
}
