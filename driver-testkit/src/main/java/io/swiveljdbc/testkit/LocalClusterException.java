package io.swiveljdbc.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A cluster, or one of its servers, did not do what it was told to in time. When a server failed to
 * start, the message ends with the last lines of its log.
 */
public final class LocalClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalClusterException(String message) {
    this(message, null);
  }

  LocalClusterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
