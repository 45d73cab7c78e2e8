package io.swiveljdbc.session;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How a logical connection is done with its session: the session ends with it, or serves the next
 * one, as if it were new.
 */
final class Closing {

  private final Binding binding;
  private final Transaction transaction;
  private final SessionState state;
  private final Sharing sharing;
  private final Ownership ownership;
  private final Runnable release;
  private final @Nullable SpareSessions spares;

  /**
   * Of one session.
   *
   * @param release gives up its hold on the cluster; may be called more than once
   * @param spares where it waits for the next logical connection; null where it never does
   */
  Closing(
      Binding binding,
      Transaction transaction,
      SessionState state,
      Sharing sharing,
      Ownership ownership,
      Runnable release,
      @Nullable SpareSessions spares) {
    this.binding = binding;
    this.transaction = transaction;
    this.state = state;
    this.sharing = sharing;
    this.ownership = ownership;
    this.release = release;
    this.spares = spares;
  }

  /** A logical connection has the session from now on. */
  void begin(Object connection) {
    ownership.begin(connection);
  }

  /** Whether only the thread of that has used it. */
  SoleUse use() {
    return binding.soleUse();
  }

  /** Where it would wait for another logical connection; null where it is to end. */
  @Nullable SpareSessions reusable() {
    boolean may =
        spares != null
            && !use().isOver()
            && transaction.condition().isAsNew()
            && !ownership.isOver()
            && binding.isAtLeisure()
            && !state.isUndecided()
            && !isInTransaction();
    return may ? spares : null;
  }

  private boolean isInTransaction() {
    try {
      return transaction.openAt() != null;
    } catch (SQLException e) {
      return true;
    }
  }

  /** Makes it as good as new. Its physical connections go back first: others may be waiting. */
  void renew() {
    ownership.pass();
    transaction.renew();
    binding.leave();
    state.renew();
  }

  void close() {
    ownership.end();
    sharing.rollBack();
    transaction.condition().close();
    transaction.leave();
    binding.close();
    release.run();
  }

  void abort() {
    ownership.end();
    transaction.condition().close();
    binding.abort();
    release.run();
  }
}
