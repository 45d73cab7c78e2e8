package io.swiveljdbc.benchmarks.memory;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what it is told and begins a transaction as a real one does. */
final class MemoryConnection extends ForwardingConnection {

  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean inTransaction;
  private int isolation = TRANSACTION_READ_COMMITTED;
  private int networkTimeout;
  private boolean closed;

  boolean inTransaction() {
    return inTransaction;
  }

  /** A statement is executed now. */
  void executing() throws SQLException {
    checkOpen();
    inTransaction = !autoCommit;
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw new SQLException("The connection is closed", "08003");
    }
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    checkOpen();
    return new MemoryStatement(this);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql);
  }

  @Override
  public void setAutoCommit(boolean wanted) throws SQLException {
    checkOpen();
    autoCommit = wanted;
    inTransaction = false;
  }

  @Override
  public boolean getAutoCommit() {
    return autoCommit;
  }

  @Override
  public void commit() throws SQLException {
    checkOpen();
    inTransaction = false;
  }

  @Override
  public void rollback() throws SQLException {
    checkOpen();
    inTransaction = false;
  }

  @Override
  public void setReadOnly(boolean wanted) throws SQLException {
    checkOpen();
    readOnly = wanted;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void setTransactionIsolation(int level) {
    isolation = level;
  }

  @Override
  public int getTransactionIsolation() {
    return isolation;
  }

  @Override
  public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) {
    networkTimeout = milliseconds;
  }

  @Override
  public int getNetworkTimeout() {
    return networkTimeout;
  }

  @Override
  public @Nullable String getSchema() {
    return null;
  }

  @Override
  public @Nullable String getCatalog() {
    return null;
  }

  @Override
  public int getHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return Map.of();
  }

  @Override
  public Properties getClientInfo() {
    return new Properties();
  }

  @Override
  public void setClientInfo(String name, String value) {}

  @Override
  public void setClientInfo(Properties properties) {}

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public DatabaseMetaData getMetaData() {
    return new MemoryMetaData(this);
  }

  @Override
  public boolean isValid(int timeout) {
    return !closed;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort(@Nullable Executor executor) {
    closed = true;
  }

  @Override
  DatabaseMetaData wrap(DatabaseMetaData target) {
    return target;
  }

  @Override
  PreparedStatement wrap(PreparedStatement target) {
    return target;
  }

  @Override
  Statement wrap(Statement target) {
    return target;
  }
}
