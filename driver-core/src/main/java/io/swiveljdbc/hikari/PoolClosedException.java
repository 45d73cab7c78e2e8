package io.swiveljdbc.hikari;

import java.sql.SQLNonTransientConnectionException;

/** The data source, with its pools if it has any, was closed; it says nothing of any server. */
public final class PoolClosedException extends SQLNonTransientConnectionException {

  private static final long serialVersionUID = 1;

  /** Says so. */
  public PoolClosedException() {
    super("The data source has been closed.", "08003");
  }
}
