package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds, at the start of each transaction, the physical connection on which it is to run. */
final class TransactionStart {

  private final Access access;
  private final Binding binding;
  private final Transaction transaction;
  private final Failover failover;
  private final SessionState state;
  private final Sharing sharing;

  TransactionStart(
      Access access,
      Binding binding,
      Transaction transaction,
      Failover failover,
      SessionState state,
      Sharing sharing) {
    this.access = access;
    this.binding = binding;
    this.transaction = transaction;
    this.failover = failover;
    this.state = state;
    this.sharing = sharing;
  }

  /**
   * A connection that has all the transaction needs: the one that was chosen for it before, if
   * nothing has changed since. A call is under way there from here on, which the caller ends.
   *
   * @param caller the statement that is executed, whose {@code cancel()} ends a wait for a server
   * @param until when its query timeout is over, null for none
   */
  PhysicalConnection on(@Nullable Object caller, @Nullable Deadline until) throws SQLException {
    Intent intent = state.seal().intent(state.intent());
    state.untold().learnBefore(intent);
    @Nullable PhysicalConnection pinned = binding.pinned(intent);
    if (pinned != null) {
      return onPinned(pinned);
    }
    state.untold().forgetLost();
    @Nullable PhysicalConnection chosen = binding.chosen(intent);
    if (chosen == null) {
      chosen = binding.takeReady(intent);
    }
    return chosen != null && prepared(chosen) ? chosen : bound(intent, wait(caller, until));
  }

  private Wait wait(@Nullable Object caller, @Nullable Deadline until) {
    return new Wait(
        access.options().failoverTimeout(), state.settings().networkTimeout(), caller, until);
  }

  private PhysicalConnection onPinned(PhysicalConnection pinned) throws SQLException {
    if (pinned.tenure().isOver()) {
      pinned.tenure().goOn(); // it stays, so another one is to be moved in its place
    }
    if (!pinned.dead() && prepared(pinned)) {
      return pinned;
    }
    throw failover.pinsLost(pinned);
  }

  private PhysicalConnection bound(Intent intent, Wait wait) throws SQLException {
    try {
      PhysicalConnection chosen = binding.choose(intent, wait);
      while (!prepared(chosen)) {
        if (wait.over()) {
          throw wait.inVain("Every connection was lost before a statement could be sent", null);
        }
        chosen = binding.choose(intent, wait);
      }
      if (wait.cancelled()) {
        chosen.exit();
        sharing.settle(chosen);
        throw wait.inVain("The statement was cancelled before it was sent", null);
      }
      return chosen;
    } catch (SQLException e) {
      throw wait.endedByNetworkTimeout() ? failover.breakUp(e) : e;
    }
  }

  /**
   * Gives a connection what the transaction needs, and a call is under way there; false when it was
   * lost by then.
   */
  private boolean prepared(PhysicalConnection bound) throws SQLException {
    try {
      return preparedAlone(bound);
    } catch (SQLException e) {
      try {
        failover.failedUnsent(bound, e);
        return false;
      } finally {
        sharing.settle(bound);
      }
    }
  }

  /** The same; whoever closes the logical connection meanwhile gives this one to nobody. */
  private boolean preparedAlone(PhysicalConnection bound) throws SQLException {
    if (!bound.enter()) {
      return false;
    }
    boolean prepared = false;
    try {
      bound.prepare(transaction.autoCommit(), state.wantsReadOnly(), state, transaction.current());
      transaction.runOn(bound);
      prepared = true;
      return true;
    } finally {
      if (!prepared) {
        bound.exit();
      }
    }
  }
}
