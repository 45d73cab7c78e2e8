package io.swiveljdbc.behaviour.bank;

import java.sql.SQLException;
import java.util.Optional;

/** What a caller was told of its transfer. */
enum Outcome {
  /** The commit returned: it is there exactly once. */
  ACKNOWLEDGED,
  /** 40001, rolled back, or 08001, nothing was sent: it is not there. */
  ABSENT,
  /** 08007: it is there once or not at all. */
  UNKNOWN;

  /** Empty for a state that a lost server must never be told by. */
  static Optional<Outcome> toldBy(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "40001", "08001" -> Optional.of(ABSENT);
      case "08007" -> Optional.of(UNKNOWN);
      default -> Optional.empty();
    };
  }

  boolean allows(int timesThere) {
    return switch (this) {
      case ACKNOWLEDGED -> timesThere == 1;
      case ABSENT -> timesThere == 0;
      case UNKNOWN -> timesThere <= 1;
    };
  }
}
