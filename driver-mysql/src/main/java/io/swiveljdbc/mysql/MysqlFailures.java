package io.swiveljdbc.mysql;

import com.mysql.cj.exceptions.CJCommunicationsException;
import com.mysql.cj.exceptions.StatementIsClosedException;
import io.swiveljdbc.spi.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What an error number of MySQL, or an SQLState of Connector/J, means for the connection.
 *
 * @see <a href="https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html">MySQL server
 *     error reference</a>
 */
final class MysqlFailures {

  private static final Map<Integer, FailureKind> BY_NUMBER =
      Map.ofEntries(
          Map.entry(1040, FailureKind.BUSY), // ER_CON_COUNT_ERROR
          Map.entry(1203, FailureKind.BUSY), // ER_TOO_MANY_USER_CONNECTIONS
          Map.entry(1226, FailureKind.BUSY), // ER_USER_LIMIT_REACHED
          Map.entry(1044, FailureKind.LOGIN_REFUSED), // ER_DBACCESS_DENIED_ERROR
          Map.entry(1045, FailureKind.LOGIN_REFUSED), // ER_ACCESS_DENIED_ERROR
          Map.entry(1049, FailureKind.LOGIN_REFUSED), // ER_BAD_DB_ERROR
          Map.entry(1129, FailureKind.LOGIN_REFUSED), // ER_HOST_IS_BLOCKED
          Map.entry(1130, FailureKind.LOGIN_REFUSED), // ER_HOST_NOT_PRIVILEGED
          Map.entry(1698, FailureKind.LOGIN_REFUSED), // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
          Map.entry(1862, FailureKind.LOGIN_REFUSED), // ER_MUST_CHANGE_PASSWORD_LOGIN
          Map.entry(3118, FailureKind.LOGIN_REFUSED), // ER_ACCOUNT_HAS_BEEN_LOCKED
          Map.entry(4151, FailureKind.LOGIN_REFUSED), // MariaDB's ER_ACCOUNT_HAS_BEEN_LOCKED
          Map.entry(1053, FailureKind.SHUTTING_DOWN), // ER_SERVER_SHUTDOWN
          Map.entry(3032, FailureKind.SHUTTING_DOWN), // ER_SERVER_OFFLINE_MODE
          Map.entry(6400, FailureKind.SHUTTING_DOWN), // ER_SERVER_OFFLINE_MODE_REASON
          Map.entry(6401, FailureKind.SHUTTING_DOWN), // ER_SERVER_OFFLINE_MODE_USER
          Map.entry(1836, FailureKind.ROLE_IN_DOUBT), // ER_READ_ONLY_MODE
          Map.entry(3100, FailureKind.ROLLED_BACK), // ER_RUN_HOOK_ERROR
          Map.entry(3101, FailureKind.ROLLED_BACK), // ER_TRANSACTION_ROLLBACK_DURING_COMMIT
          Map.entry(1927, FailureKind.CONNECTION_LOST), // ER_CONNECTION_KILLED
          Map.entry(2006, FailureKind.CONNECTION_LOST), // CR_SERVER_GONE_ERROR
          Map.entry(2013, FailureKind.CONNECTION_LOST), // CR_SERVER_LOST
          Map.entry(4031, FailureKind.ENDED_WHILE_IDLE)); // ER_CLIENT_INTERACTION_TIMEOUT

  /** The option that 1290 names, in a message of any language, where it is about all writes. */
  private static final Pattern READ_ONLY = Pattern.compile("--(super-)?read-only\\b");

  /**
   * The number by which the engine says, in a message of any language, that a transaction of higher
   * priority has rolled this one back, and taken its locks: what another primary committed.
   */
  private static final Pattern LOCK_DEADLOCK = Pattern.compile("\\b149\\b");

  private MysqlFailures() {}

  static FailureKind classify(SQLException failure) {
    // Connector/J gives some of the server's own errors as the cause of a link failure.
    for (Throwable next : causes(failure).toList()) {
      @Nullable FailureKind kind = next instanceof SQLException said ? ofNumber(said) : null;
      if (kind != null) {
        return kind;
      }
    }
    return ofState(failure);
  }

  private static @Nullable FailureKind ofNumber(SQLException said) {
    String message = String.valueOf(said.getMessage());
    return switch (said.getErrorCode()) {
      case 1180 -> // ER_ERROR_DURING_COMMIT
          LOCK_DEADLOCK.matcher(message).find() ? FailureKind.ROLLED_BACK : null;
      case 1290 -> // ER_OPTION_PREVENTS_STATEMENT
          READ_ONLY.matcher(message).find() ? FailureKind.WRITES_REFUSED : null;
      default -> BY_NUMBER.get(said.getErrorCode());
    };
  }

  private static FailureKind ofState(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (state.startsWith("28")) {
      return FailureKind.LOGIN_REFUSED;
    }
    if (!state.startsWith("08")) {
      return causes(failure).anyMatch(MysqlFailures::tellsOfLoss)
          ? FailureKind.CONNECTION_LOST
          : FailureKind.STATEMENT;
    }
    if (isLastWord(failure)) {
      return FailureKind.ENDED_WHILE_IDLE;
    }
    // Connector/J gives up a login by itself, for a key that it may not ask for, for instance.
    boolean givenUp =
        state.equals("08001") && causes(failure).noneMatch(IOException.class::isInstance);
    return givenUp ? FailureKind.LOGIN_REFUSED : FailureKind.CONNECTION_LOST;
  }

  /**
   * Whether the server itself said that it ended the session, error 4031: the one link failure that
   * Connector/J tells without a failure of the socket, and without the number.
   */
  private static boolean isLastWord(SQLException failure) {
    return causes(failure)
        .anyMatch(e -> e instanceof CJCommunicationsException && e.getCause() == null);
  }

  /**
   * Whether it comes from a lost connection, though Connector/J tells it as a failure of the
   * statement: where rows are fetched by a cursor, or streamed; and where a batch ends on a
   * statement that was closed with its connection, which hides the first failure.
   */
  private static boolean tellsOfLoss(Throwable cause) {
    return cause instanceof EOFException
        || cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof SSLException
        || cause instanceof CJCommunicationsException
        || cause instanceof StatementIsClosedException;
  }

  /** The failure, and what it comes from. */
  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(10);
  }
}
