package io.swiveljdbc.session;

import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a logical connection may be used, and what is thrown where it may not.
 *
 * <p><em>Failed</em>: its transaction is certainly rolled back, and nothing is sent until it is
 * ended. <em>Broken</em>: it is not known what was committed, and the connection is closed for
 * good, with a quiet way out for pools and frameworks. <em>Closed</em>: by the application.
 */
final class Condition {

  private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

  private @Nullable SQLException failed;
  private volatile @Nullable SQLException broken;
  private boolean brokenToldAgain;
  private volatile boolean closed;
  private volatile @Nullable Throwable closedBy;

  /**
   * Whether nothing has happened to it. Where it is recorded who closes a connection, none is to
   * look as if it were: each has its own.
   */
  boolean isAsNew() {
    return !closed && broken == null && failed == null && !LOG.isDebugEnabled();
  }

  /** Throws what every call on a closed or broken connection throws. */
  void checkOpen() throws SQLException {
    if (closed) {
      throw Told.closed(closedBy);
    }
    SQLException told = broken;
    if (told != null) {
      throw Told.broken(told);
    }
  }

  /** Throws, beside that, what every call in a failed transaction throws. */
  void checkUsable() throws SQLException {
    checkOpen();
    if (failed != null) {
      throw Told.lostBefore(failed);
    }
  }

  boolean failed() {
    return failed != null;
  }

  void fail(SQLException told) {
    failed = told;
  }

  /** The application ended the failed transaction; false when there was none. */
  boolean endFailed() {
    boolean was = failed != null;
    failed = null;
    return was;
  }

  /**
   * What to do with SQL text in a failed transaction: true when it ended the transaction and counts
   * as done.
   *
   * @throws SQLException 40001 for every other text; COMMIT ends the transaction all the same
   */
  boolean endFailed(SqlText text) throws SQLException {
    SQLException loss = failed;
    if (text.isRollback() || text.firstEnd() == TransactionEnd.COMMIT) {
      failed = null;
    }
    if (loss != null && !text.isRollback()) {
      throw Told.lostBefore(loss);
    }
    return loss != null;
  }

  void breakUp(SQLException told) {
    broken = told;
  }

  /** Whether the calls by which pools and frameworks let a connection go do nothing. */
  boolean onTheWayOut() {
    return broken != null && !closed;
  }

  /** Throws the unknown outcome once more, so that no framework calls it rolled back. */
  void tellBrokenAgain() throws SQLException {
    SQLException told = broken;
    if (told != null && !brokenToldAgain) {
      brokenToldAgain = true;
      throw Told.again(told);
    }
  }

  /** What {@code isClosed()} says. */
  boolean isClosed() {
    return closed || broken != null;
  }

  /** Whether the application itself closed it. */
  boolean released() {
    return closed;
  }

  void close() {
    if (!closed && LOG.isDebugEnabled()) {
      closedBy = new Throwable("closed by " + Thread.currentThread().getName() + placeOfCaller());
    }
    closed = true;
  }

  private static String placeOfCaller() {
    return StackWalker.getInstance()
        .walk(
            callers ->
                callers
                    .filter(caller -> !caller.getClassName().startsWith("io.swiveljdbc."))
                    .findFirst())
        .map(caller -> " at " + caller.toStackTraceElement())
        .orElse("");
  }
}
