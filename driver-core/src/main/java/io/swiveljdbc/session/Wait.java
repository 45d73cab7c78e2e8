package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call's wait for a server: until when it lasts, who may cancel it, and what is told when it
 * was in vain. Nothing was sent then, whatever ended it.
 */
final class Wait {

  private final long start = System.nanoTime();
  private final @Nullable Object caller;
  private final @Nullable Deadline query;
  private final @Nullable Deadline network;
  private final Deadline end;
  private volatile boolean cancelled;

  /**
   * A wait that begins now.
   *
   * @param failoverTimeout the longest wait for a server
   * @param networkTimeout as in {@link java.sql.Connection#setNetworkTimeout}, milliseconds
   * @param caller the statement that waits, whose {@code cancel()} ends it
   * @param query when the query timeout of the statement is over, null for none
   */
  Wait(
      Duration failoverTimeout,
      int networkTimeout,
      @Nullable Object caller,
      @Nullable Deadline query) {
    this.caller = caller;
    this.query = query;
    this.network = networkTimeout > 0 ? Deadline.after(Duration.ofMillis(networkTimeout)) : null;
    this.end = orCaller(Deadline.after(failoverTimeout));
  }

  /** The earlier of a deadline and the caller's own timeouts. */
  Deadline orCaller(Deadline deadline) {
    Deadline first = query == null ? deadline : deadline.or(query);
    return network == null ? first : first.or(network);
  }

  /** How long it lasts at most. */
  Duration length() {
    return Duration.ofNanos(end.nanoTime() - start);
  }

  /** When it ends, whatever for. */
  Deadline end() {
    return end;
  }

  boolean isOf(Object statement) {
    return caller == statement;
  }

  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Whether the caller waits no longer. */
  boolean over() {
    return cancelled || end.passed();
  }

  /** Whether the network timeout ended it, after which JDBC has the connection closed. */
  boolean endedByNetworkTimeout() {
    return network != null && network.passed() && !cancelled;
  }

  /**
   * What the caller is told when it waited in vain.
   *
   * @param noServer why there is no server, where no timeout of the application's own ended it
   */
  SQLException inVain(String noServer, @Nullable SQLException cause) {
    if (cancelled) {
      return new SQLException(
          "The statement was cancelled while it waited for a server", Told.CANCELLED, cause);
    }
    if (query != null && query.passed()) {
      return new SQLTimeoutException(
          "The query timeout ended the wait for a server. " + noServer, Told.CANCELLED, cause);
    }
    return endedByNetworkTimeout()
        ? Told.networkTimeout(noServer, cause)
        : Told.noServer(noServer, cause);
  }
}
