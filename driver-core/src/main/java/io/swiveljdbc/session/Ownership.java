package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Abandoned;

/**
 * What a session knows of the logical connection that it belongs to: whatever the application still
 * has of it, a result set or a large object, keeps the connection from being taken for garbage.
 */
final class Ownership {

  @SuppressWarnings("UnusedVariable") // to refer to it is all that it is for
  private final Object connection;

  private final Abandoned.Guard guard;

  /**
   * A connection is watched until it is closed.
   *
   * @param condition of its session
   * @param binding of its session
   * @param release gives up its hold on the cluster
   */
  Ownership(
      Object connection,
      Abandoned abandoned,
      Condition condition,
      Binding binding,
      Runnable release) {
    this.connection = connection;
    this.guard =
        abandoned.watch(
            connection,
            () -> {
              condition.close();
              binding.abort();
              release.run();
            });
  }

  /** The application has closed it, or something of the target driver's that we know nothing of. */
  void end() {
    guard.dismiss();
  }
}
