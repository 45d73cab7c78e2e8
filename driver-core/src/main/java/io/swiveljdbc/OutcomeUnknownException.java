package io.swiveljdbc;

import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The server was lost while it worked on something that commits, so that the work may be committed
 * or not; or after a statement of the transaction had committed a part of it beside what it was
 * there for: SQLState 08007. The connection is closed. To execute the same once more is right only
 * after looking whether it is there.
 *
 * <p>A batch is told by a {@link java.sql.BatchUpdateException} with the same SQLState.
 */
public final class OutcomeUnknownException extends SQLNonTransientConnectionException {

  private static final long serialVersionUID = 1;

  /** The outcome of a transaction is not known (SQL:2016). */
  public static final String SQL_STATE = "08007";

  private final boolean inTransaction;

  /**
   * Tells that an outcome is not known.
   *
   * @param cause the target driver's own exception
   * @param inTransaction whether a transaction was to be committed, rather than a statement that
   *     commits by itself
   */
  public OutcomeUnknownException(String message, @Nullable Throwable cause, boolean inTransaction) {
    super(message, SQL_STATE, cause);
    this.inTransaction = inTransaction;
  }

  /**
   * Whether a transaction was to be committed: {@code rollback()} is then expected, and throws the
   * SQLState once more, so that nobody takes the transaction for rolled back.
   */
  public boolean inTransaction() {
    return inTransaction;
  }
}
