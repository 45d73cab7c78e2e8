package io.swiveljdbc.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A cluster, or one of its servers, did not do what it was told to in time. When a server failed to
 * start, the message ends with the last lines of its log.
 */
public final class PostgresClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PostgresClusterException(String message) {
    this(message, null);
  }

  PostgresClusterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
