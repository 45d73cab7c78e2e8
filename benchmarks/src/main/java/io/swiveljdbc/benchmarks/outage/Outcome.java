package io.swiveljdbc.benchmarks.outage;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a thread knows of a row in the end, and so how often it may be found. */
enum Outcome {
  /** The commit was acknowledged, or the row was found by looking. */
  ACKNOWLEDGED(1, 1),
  /** The commit was in flight, and looking failed as well. */
  UNKNOWN(0, 1),
  /** Certainly not written. */
  NOT_WRITTEN(0, 0);

  /** Rolled back; no server was to be had; refused by a reader. */
  private static final Set<String> CERTAINLY_NOT = Set.of("40001", "08001", "25006");

  private final int least;
  private final int most;

  Outcome(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** Of a write that failed: whatever does not promise that it was rolled back leaves it open. */
  static Outcome of(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state != null && CERTAINLY_NOT.contains(state) ? NOT_WRITTEN : UNKNOWN;
  }

  boolean lost(int rows) {
    return rows < least;
  }

  boolean doubled(int rows) {
    return rows > most;
  }
}
