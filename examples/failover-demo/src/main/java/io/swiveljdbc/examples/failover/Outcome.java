package io.swiveljdbc.examples.failover;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a client was told of a write, and so how often it may be found in the end. */
enum Outcome {
  /** The commit was acknowledged. */
  ACKNOWLEDGED(1, 1),
  /** The driver does not know, as it says by 08007; so does any error that promises nothing. */
  UNKNOWN(0, 1),
  /** Certainly not written: rolled back (40001), or no server was to be had (08001). */
  NOT_WRITTEN(0, 0);

  private final long least;
  private final long most;

  Outcome(long least, long most) {
    this.least = least;
    this.most = most;
  }

  static Outcome of(SQLException e) {
    @Nullable String state = e.getSQLState();
    return "40001".equals(state) || "08001".equals(state) ? NOT_WRITTEN : UNKNOWN;
  }

  boolean lost(long rows) {
    return rows < least;
  }

  boolean doubled(long rows) {
    return rows > most;
  }
}
