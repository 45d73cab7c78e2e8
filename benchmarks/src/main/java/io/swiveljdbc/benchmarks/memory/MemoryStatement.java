package io.swiveljdbc.benchmarks.memory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A query with one int: its result has a thousand rows, of which the first is that int. */
final class MemoryStatement extends ForwardingPreparedStatement {

  private final MemoryConnection connection;
  private int parameter;
  private @Nullable MemoryResultSet result;
  private boolean closed;

  MemoryStatement(MemoryConnection connection) {
    this.connection = connection;
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw new SQLException("The statement is closed", "55000");
    }
  }

  @Override
  public void setInt(int index, int value) throws SQLException {
    checkOpen();
    if (index != 1) {
      throw new SQLException("There is no parameter " + index, "07009");
    }
    parameter = value;
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    checkOpen();
    connection.executing();
    if (result != null) {
      result.close();
    }
    result = new MemoryResultSet(parameter);
    return result;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    if (result != null) {
      result.close();
    }
  }

  @Override
  @Nullable PreparedStatement current() {
    return null;
  }

  @Override
  Parameters parameters() {
    return new Parameters();
  }

  @Override
  Connection wrap(Connection target) {
    return target;
  }

  @Override
  ResultSet wrap(ResultSet target) {
    return target;
  }
}
