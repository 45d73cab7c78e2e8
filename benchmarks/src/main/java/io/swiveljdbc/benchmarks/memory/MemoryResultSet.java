package io.swiveljdbc.benchmarks.memory;

import java.sql.SQLException;
import java.sql.Statement;

/** Rows of a number and a text. */
final class MemoryResultSet extends ForwardingResultSet {

  private static final int ROWS = 1000;
  private static final String[] TEXTS = {"alpha", "beta", "gamma", "delta"};

  private final int first;
  private int row = -1;
  private boolean closed;

  MemoryResultSet(int first) {
    this.first = first;
  }

  private int checkedRow() throws SQLException {
    if (closed || row < 0 || row >= ROWS) {
      throw new SQLException("There is no row", "24000");
    }
    return row;
  }

  @Override
  public boolean next() throws SQLException {
    if (closed) {
      throw new SQLException("The result set is closed", "55000");
    }
    return ++row < ROWS;
  }

  @Override
  public int getInt(int column) throws SQLException {
    return first + checkedRow();
  }

  @Override
  public long getLong(int column) throws SQLException {
    return (long) first + checkedRow();
  }

  @Override
  public String getString(int column) throws SQLException {
    return TEXTS[checkedRow() & 3];
  }

  @Override
  public void beforeFirst() {
    row = -1;
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
  Statement wrap(Statement target) {
    return target;
  }
}
