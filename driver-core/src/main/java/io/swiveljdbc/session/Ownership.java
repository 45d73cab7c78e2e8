package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Abandoned;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows of the logical connection that it belongs to: whatever the application still
 * has of it, a result set or a large object, keeps the connection from being taken for garbage.
 */
final class Ownership {

  private final Abandoned.Guard guard;
  private @Nullable Object connection;
  private boolean over;

  /**
   * Of a session that belongs to none yet.
   *
   * @param condition of the session
   * @param binding of the session
   * @param release gives up its hold on the cluster
   */
  Ownership(Abandoned abandoned, Condition condition, Binding binding, Runnable release) {
    this.guard =
        abandoned.guard(
            () -> {
              condition.close();
              binding.abort();
              release.run();
            });
  }

  /** A connection is watched until it is closed. */
  void begin(Object owner) {
    connection = owner;
    guard.watch(owner);
  }

  /** It has closed the session, which may get another owner. */
  void pass() {
    try {
      guard.dismiss();
    } finally {
      Reference.reachabilityFence(connection); // or it might be garbage before it is dismissed
    }
    connection = null;
  }

  /** Whether nobody is watched any more. */
  boolean isOver() {
    return over;
  }

  /** It has closed it, or has something of the target driver's that we know nothing of. */
  void end() {
    over = true;
    try {
      guard.end();
    } finally {
      Reference.reachabilityFence(connection);
    }
  }
}
