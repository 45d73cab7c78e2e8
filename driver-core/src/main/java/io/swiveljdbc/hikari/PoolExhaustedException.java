package io.swiveljdbc.hikari;

import java.sql.SQLTransientConnectionException;

/** All connections to a server were in use for too long; it says nothing of the server. */
public final class PoolExhaustedException extends SQLTransientConnectionException {

  private static final long serialVersionUID = 1;

  PoolExhaustedException(String message, Throwable cause) {
    super(message, "08001", cause);
  }
}
