package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.FailureKind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLState of PostgreSQL or pgjdbc means for the connection.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
final class PostgresFailures {

  private PostgresFailures() {}

  static FailureKind classify(SQLException failure) {
    @Nullable SQLException next = failure;
    // The reason of a failed batch is the next exception of the one that pgjdbc throws.
    for (int depth = 0; next != null && depth < 10; depth++) {
      FailureKind kind = ofState(next.getSQLState());
      if (kind != FailureKind.STATEMENT) {
        return kind;
      }
      next = next.getNextException();
    }
    return FailureKind.STATEMENT;
  }

  private static FailureKind ofState(@Nullable String state) {
    if (state == null) {
      return FailureKind.STATEMENT;
    }
    return switch (state) {
      case "57P01", "57P02", "57P03", "57P05", "25P03" -> FailureKind.SHUTTING_DOWN;
      case "25006" -> FailureKind.ROLE_IN_DOUBT;
      case "53300" -> FailureKind.BUSY;
      case "3D000", "08004" -> FailureKind.LOGIN_REFUSED;
      default ->
          state.startsWith("08")
              ? FailureKind.CONNECTION_LOST
              : state.startsWith("28") ? FailureKind.LOGIN_REFUSED : FailureKind.STATEMENT;
    };
  }
}
