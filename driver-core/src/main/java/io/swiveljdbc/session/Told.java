package io.swiveljdbc.session;

import io.swiveljdbc.OutcomeUnknownException;
import io.swiveljdbc.cluster.Prober;
import io.swiveljdbc.topology.HostAddress;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions by which an application is told what became of its work.
 *
 * <p>The driver's own exception is always the cause and never the next exception: a pool follows
 * that chain and would take the state of the cause for the state of the connection.
 */
final class Told {

  /** The transaction is certainly rolled back, and may be tried again. */
  static final String ROLLED_BACK = "40001";

  /** No connection can be had now; nothing was sent. */
  static final String UNABLE_TO_CONNECT = "08001";

  /** The connection is closed. */
  static final String DOES_NOT_EXIST = "08003";

  /** A statement was cancelled, by its timeout or by somebody. */
  static final String CANCELLED = "57014";

  /** The connection has failed. */
  static final String CONNECTION_FAILURE = "08006";

  /** Not allowed while a transaction is active. */
  static final String ACTIVE_TRANSACTION = "25001";

  /** Not allowed in a read-only transaction. */
  static final String READ_ONLY = "25006";

  /** Not allowed while no transaction is active. */
  static final String NO_ACTIVE_TRANSACTION = "25P01";

  private Told() {}

  /** The transaction is certainly rolled back. */
  static SQLException rolledBack(String what, @Nullable SQLException cause) {
    String message =
        what + "; the transaction is certainly rolled back and can be tried again" + because(cause);
    return batch(
        message,
        ROLLED_BACK,
        cause,
        new SQLTransactionRollbackException(message, ROLLED_BACK, cause));
  }

  /** What every further call in a transaction that was lost is told. */
  static SQLException lostBefore(SQLException loss) {
    return new SQLTransactionRollbackException(
        "The transaction was lost before, and nothing more is sent in it until it is ended: "
            + loss.getMessage(),
        ROLLED_BACK,
        loss);
  }

  /**
   * The work may or may not be committed.
   *
   * @param inTransaction whether a transaction was to be committed
   */
  static SQLException outcomeUnknown(
      String what, @Nullable SQLException cause, boolean inTransaction) {
    String message =
        what + " before it answered; the work may be committed or not" + because(cause);
    return batch(
        message,
        OutcomeUnknownException.SQL_STATE,
        cause,
        new OutcomeUnknownException(message, cause, inTransaction));
  }

  /**
   * A part of the work was, or may have been, committed by a statement that does so beside what it
   * is there for; the rest is rolled back.
   */
  static SQLException partlyCommitted(String what, SQLException cause) {
    String message =
        what
            + "; a statement before may have committed a part of the work, the rest is rolled back"
            + because(cause);
    return batch(
        message,
        OutcomeUnknownException.SQL_STATE,
        cause,
        new OutcomeUnknownException(message, cause, true));
  }

  /** No fit server, or none that lets us in. Nothing was sent. */
  static SQLException noServer(String message, @Nullable Throwable cause) {
    return new SQLTransientConnectionException(message, UNABLE_TO_CONNECT, cause);
  }

  /** What a session had is gone with its server; nothing was sent, and the connection is closed. */
  static SQLException pinsLost(String what, @Nullable Throwable cause) {
    return new SQLTransientConnectionException(
        what + "; nothing was sent, and this connection is closed", CONNECTION_FAILURE, cause);
  }

  /** A reader was to write; nothing was sent. */
  static SQLException readsOnly(HostAddress reader, String why) {
    return new SQLException("%s is a reader: %s".formatted(reader, why), READ_ONLY);
  }

  /** What was asked for may be what another user of the session has left there. */
  static SQLException othersSession() {
    return new SQLException(
        "LAST_INSERT_ID(), ROW_COUNT() and FOUND_ROWS() tell of the statement before in the server's"
            + " session, which with swivel.pool.share=transaction may be another user's: ask in the"
            + " same transaction, or take getGeneratedKeys() and the update count",
        NO_ACTIVE_TRANSACTION);
  }

  /** An interrupt ended a wait; nothing was sent. */
  static SQLException interrupted(@Nullable Throwable cause) {
    return noServer("Interrupted while waiting for a server", cause);
  }

  /** The network timeout ended a wait; nothing was sent, and the connection is closed. */
  static SQLException networkTimeout(String noServer, @Nullable Throwable cause) {
    return new SQLNonTransientConnectionException(
        "The network timeout ended the wait for a server, and the connection is closed. "
            + noServer,
        CONNECTION_FAILURE,
        cause);
  }

  static SQLException closed() {
    return closed(null);
  }

  /**
   * The connection was closed by the application.
   *
   * @param by where, if that was recorded
   */
  static SQLException closed(@Nullable Throwable by) {
    String message = "This connection has been closed.";
    return new SQLNonTransientConnectionException(
        by == null ? message : message + " It was " + by.getMessage(), DOES_NOT_EXIST, by);
  }

  /** The same once more, and not the same object: who adds one to the other gets no exception. */
  static SQLException again(SQLException told) {
    return new SQLNonTransientConnectionException(
        told.getMessage(), told.getSQLState(), told.getCause());
  }

  static SQLException broken(SQLException told) {
    return new SQLNonTransientConnectionException(
        "This connection is closed since its server was lost: " + told.getMessage(),
        DOES_NOT_EXIST,
        told);
  }

  /** A failed batch stays a batch, with the counts that are known, and without a chain. */
  private static SQLException batch(
      String message, String state, @Nullable SQLException cause, SQLException otherwise) {
    return cause instanceof BatchUpdateException failed
        ? new BatchUpdateException(message, state, 0, failed.getLargeUpdateCounts(), failed)
        : otherwise;
  }

  private static String because(@Nullable SQLException cause) {
    return cause == null ? "" : ": " + Prober.reason(cause);
  }
}
