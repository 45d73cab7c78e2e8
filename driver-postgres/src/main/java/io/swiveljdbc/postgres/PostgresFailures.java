package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.FailureKind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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
      FailureKind kind = sessionLives(next) ? FailureKind.STATEMENT : ofState(next.getSQLState());
      if (kind != FailureKind.STATEMENT) {
        return kind;
      }
      next = next.getNextException();
    }
    return FailureKind.STATEMENT;
  }

  /**
   * Whether the server itself said ERROR, which no session ends with, whatever the state: a
   * function can raise any, and a foreign server's loss comes with the state of that loss. Poolers
   * say ERROR with 08P01 and hang up all the same.
   */
  private static boolean sessionLives(SQLException failure) {
    SQLException said =
        failure instanceof BatchUpdateException && failure.getCause() instanceof SQLException cause
            ? cause
            : failure;
    @Nullable ServerErrorMessage message =
        said instanceof PSQLException known ? known.getServerErrorMessage() : null;
    @Nullable String state = said.getSQLState();
    return message != null
        && "ERROR".equals(message.getSeverity())
        && state != null
        && (state.startsWith("57P") || (state.startsWith("08") && !state.equals("08P01")));
  }

  private static FailureKind ofState(@Nullable String state) {
    if (state == null) {
      return FailureKind.STATEMENT;
    }
    return switch (state) {
      case "57P01", "57P02" -> FailureKind.SHUTTING_DOWN;
      case "57P03" -> FailureKind.NOT_READY;
      case "57P05", "25P03" -> FailureKind.ENDED_WHILE_IDLE;
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
