package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Prober;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.sql.SqlText;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges, from facts alone, what a failure means for the work that was in flight: whether the
 * session is lost, what was sent, and whether the server could have committed any of it.
 */
final class Judge {

  private final Access access;

  Judge(Access access) {
    this.access = access;
  }

  /**
   * Judges a failure.
   *
   * @param sql the text in flight; null when it certainly commits nothing within a transaction
   * @param inTransaction whether it ran in a transaction, so that only a COMMIT could commit
   * @param repeatable whether it may run once more elsewhere, no row having been delivered
   */
  Verdict judge(
      PhysicalConnection bound,
      SQLException e,
      @Nullable String sql,
      boolean inTransaction,
      boolean repeatable) {
    FailureKind kind = access.engine().classify(e);
    if (kind == FailureKind.ROLE_IN_DOUBT || kind == FailureKind.WRITES_REFUSED) {
      Verdict verdict = refused(bound, kind); // whatever is told, the next one goes to the writer
      return mayBePartlyDone(e, sql, inTransaction) ? Verdict.STATEMENT_FAILED : verdict;
    }
    if (kind == FailureKind.ROLLED_BACK) {
      return mayBePartlyDone(e, sql, inTransaction)
          ? Verdict.STATEMENT_FAILED
          : Verdict.ROLLED_BACK;
    }
    boolean mayRepeat = !inTransaction && repeatable && mayRepeat(bound, e);
    if (kind.conflict()) {
      return mayRepeat ? Verdict.REPEAT_ELSEWHERE : ofConflict(kind);
    }
    if (!kind.lost()) {
      return Verdict.STATEMENT_FAILED;
    }
    if (mayRepeat) {
      return Verdict.REPEAT;
    }
    boolean harmless =
        bound.onlyReads()
            || (kind == FailureKind.ENDED_WHILE_IDLE && !partlyDone(e, inTransaction))
            || (inTransaction && (!mayCommit(sql) || endsInVain(bound, sql)));
    return harmless ? Verdict.ROLLED_BACK : Verdict.UNKNOWN;
  }

  /** Whether entries of a batch in auto-commit were acknowledged before it failed. */
  private static boolean partlyDone(SQLException e, boolean inTransaction) {
    return !inTransaction
        && e instanceof BatchUpdateException batch
        && LongStream.of(batch.getLargeUpdateCounts())
            .anyMatch(count -> count >= 0 || count == Statement.SUCCESS_NO_INFO);
  }

  /**
   * Whether a part of the work in flight may have been committed before the rest was refused: an
   * entry of a batch, of which a driver that sends several at once knows nothing, a statement of a
   * text of several, or of what a text runs and does not show. Of a text that is not known, whose
   * further results are asked for, it may be any of these.
   */
  private boolean mayBePartlyDone(SQLException e, @Nullable String sql, boolean inTransaction) {
    if (inTransaction) {
      return false;
    }
    return (e instanceof BatchUpdateException batch && batch.getLargeUpdateCounts().length > 1)
        || sql == null
        || mayCommitMidway(SqlText.of(sql, access.engine().dialect()));
  }

  private static boolean mayCommitMidway(SqlText text) {
    return text.statements().size() > 1 || text.mayCommitUnseen() || !text.isUnderstood();
  }

  private static Verdict ofConflict(FailureKind kind) {
    return kind.lost() ? Verdict.ROLLED_BACK : Verdict.STATEMENT_FAILED;
  }

  /**
   * Whether the end of the transaction commits nothing: the writer itself kept it from changing
   * anything, or it had failed already. What stands behind a COMMIT in the same text runs outside.
   */
  private boolean endsInVain(PhysicalConnection bound, @Nullable String sql) {
    boolean heldReadOnly =
        bound.mode().heldReadOnly() && access.engine().enforcesReadOnly(access.target());
    return (heldReadOnly || hadFailed(bound))
        && SqlText.of(sql, access.engine().dialect()).statements().size() == 1;
  }

  private boolean hadFailed(PhysicalConnection bound) {
    try {
      return access.engine().transactionFailed(bound.driverConnection());
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether the failure says nothing of the server. */
  boolean blameless(SQLException e) {
    return access.engine().classify(e).blameless();
  }

  /** Whether the cluster rolled the transaction back, with nothing lost. */
  boolean rolledBack(SQLException e) {
    return access.engine().classify(e) == FailureKind.ROLLED_BACK;
  }

  /** Whether the session that failed is gone. */
  boolean lost(SQLException e) {
    return access.engine().classify(e).lost();
  }

  /**
   * A write was refused: only if the server takes writes from nobody is that a failover. On its way
   * out of the role it may refuse them some moments before it says that it has left it.
   */
  private Verdict refused(PhysicalConnection bound, FailureKind kind) {
    if (bound.mode().readOnly()) {
      return Verdict.STATEMENT_FAILED;
    }
    boolean writer = RoleChecks.of(access.cluster()).confirmWriter(access, bound);
    return writer && kind == FailureKind.ROLE_IN_DOUBT
        ? Verdict.STATEMENT_FAILED
        : Verdict.ROLLED_BACK;
  }

  private boolean mayCommit(@Nullable String sql) {
    return sql != null && SqlText.of(sql, access.engine().dialect()).mayCommit();
  }

  /** A read that ran into the application's own timeout is not given the same time again. */
  private boolean mayRepeat(PhysicalConnection bound, SQLException e) {
    return bound.onlyReads()
        && !bound.pins().areNeeded()
        && access.options().repeatReads()
        && !Prober.timedOut(e);
  }
}
