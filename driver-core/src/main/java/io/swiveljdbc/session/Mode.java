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
  private final Engine engine;
  private final boolean sealed;
  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean beginsReadOnly;
  private boolean heldReadOnly;
  private boolean lifted;

  /**
   * The mode of a new session.
   *
   * @param sealed whether its server makes each of its transactions read-only
   */
  Mode(Connection connection, Engine engine, boolean sealed) throws SQLException {
    this.connection = connection;
    this.engine = engine;
    this.sealed = sealed;
    this.readOnly = engine.isReadOnly(connection);
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
    lifted = false;
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
    return connection.getAutoCommit() == autoCommit && engine.isReadOnly(connection) == readOnly;
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

  /** Whether a text since its transaction began may have let that write, whatever its session. */
  boolean lifted() {
    return lifted;
  }

  /** Says what is about to be executed. */
  void executing(SqlReading reading) throws SQLException {
    if (beginsReadOnly) {
      beginsReadOnly = false;
      heldReadOnly = !engine.inTransaction(connection);
    }
    if (reading.mayLiftReadOnly()) {
      heldReadOnly = false;
      lifted = true;
    }
  }
}
