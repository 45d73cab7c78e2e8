package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * How a session of the target driver runs its next transaction: in auto-commit or not, read-only or
 * not, and whether the server itself certainly refuses writes in it.
 */
final class Mode {

  private final Connection connection;
  private final boolean sealed;
  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean beginsReadOnly;
  private boolean heldReadOnly;

  /**
   * The mode of a new session.
   *
   * @param sealed whether its server makes each of its transactions read-only
   */
  Mode(Connection connection, boolean sealed) throws SQLException {
    this.connection = connection;
    this.sealed = sealed;
    this.readOnly = connection.isReadOnly();
  }

  /** Sets what differs, between two transactions. */
  void become(boolean wantAutoCommit, boolean wantReadOnly) throws SQLException {
    boolean enforced = wantReadOnly || sealed;
    if (readOnly != enforced) {
      connection.setReadOnly(enforced);
      readOnly = enforced;
    }
    setAutoCommit(wantAutoCommit);
    heldReadOnly = false;
    beginsReadOnly = enforced && !wantAutoCommit && !sealed;
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (autoCommit != wanted) {
      connection.setAutoCommit(wanted);
      autoCommit = wanted;
    }
  }

  boolean autoCommit() {
    return autoCommit;
  }

  /** Whether nobody has changed it but through this object. */
  boolean isWhatTheDriverSays() throws SQLException {
    return connection.getAutoCommit() == autoCommit && connection.isReadOnly() == readOnly;
  }

  /** Whether the server refuses writes in its transactions. */
  boolean readOnly() {
    return readOnly;
  }

  /**
   * Whether the writer certainly refuses writes until the end of its transaction: the driver began
   * it as read-only with a statement of ours, and no text could have lifted that. A COPY begins one
   * that is not, and so does, in auto-commit, a BEGIN of the application's own.
   */
  boolean heldReadOnly() {
    return heldReadOnly;
  }

  /** Says what is about to be executed. */
  void executing(SqlReading reading, Engine engine) throws SQLException {
    if (beginsReadOnly) {
      beginsReadOnly = false;
      heldReadOnly = !engine.inTransaction(connection);
    }
    if (heldReadOnly && reading.text().mayLiftReadOnly()) {
      heldReadOnly = false;
    }
  }
}
