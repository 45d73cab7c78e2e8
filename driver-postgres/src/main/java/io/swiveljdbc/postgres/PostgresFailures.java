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
      FailureKind kind = kind(next);
      if (kind != FailureKind.STATEMENT) {
        return kind;
      }
      next = next.getNextException();
    }
    return FailureKind.STATEMENT;
  }

  private static FailureKind kind(SQLException failure) {
    @Nullable ServerErrorMessage message = message(failure);
    if (message != null && isReplayConflict(message)) {
      return "FATAL".equals(message.getSeverity())
          ? FailureKind.ENDED_BY_REPLAY
          : FailureKind.REPLAY_CONFLICT;
    }
    return sessionLives(message, said(failure).getSQLState())
        ? FailureKind.STATEMENT
        : ofState(failure.getSQLState());
  }

  /**
   * A standby's own cancellation comes from the place that handles interrupts, whatever the
   * language of its messages; a serialization failure of a writer does not.
   *
   * @see <a
   *     href="https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT">Hot
   *     standby: handling query conflicts</a>
   */
  private static boolean isReplayConflict(ServerErrorMessage message) {
    String state = String.valueOf(message.getSQLState());
    String routine = String.valueOf(message.getRoutine());
    boolean ofInterrupt = routine.startsWith("Process") && routine.contains("Interrupt");
    return (ofInterrupt && (state.equals("40001") || state.equals("40P01")))
        || (state.equals("57014")
            && String.valueOf(message.getMessage()).contains("conflict with recovery"));
  }

  /** The reason of a failed batch is its cause. */
  private static SQLException said(SQLException failure) {
    return failure instanceof BatchUpdateException && failure.getCause() instanceof SQLException c
        ? c
        : failure;
  }

  private static @Nullable ServerErrorMessage message(SQLException failure) {
    return said(failure) instanceof PSQLException known ? known.getServerErrorMessage() : null;
  }

  /**
   * Whether the server itself said ERROR, which no session ends with, whatever the state: a
   * function can raise any, and a foreign server's loss comes with the state of that loss. Poolers
   * say ERROR with 08P01 and hang up all the same.
   */
  private static boolean sessionLives(
      @Nullable ServerErrorMessage message, @Nullable String state) {
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
