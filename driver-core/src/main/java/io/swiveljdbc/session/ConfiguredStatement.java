package io.swiveljdbc.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The half of a statement that remembers how it is to be executed: each setting is handed to the
 * physical statement there is now, and told to every later one.
 */
abstract class ConfiguredStatement<S extends Statement> extends ForwardingStatement<S> {

  /** Made when it is told something, as most statements never are. */
  private @Nullable StatementSettings settings;

  private StatementSettings told() {
    StatementSettings known = settings;
    return known == null ? StatementSettings.NONE : known;
  }

  private StatementSettings tell() {
    if (settings == null) {
      settings = new StatementSettings();
    }
    return settings;
  }

  /** The physical statement that stands behind this one now, or null; never makes one. */
  abstract @Nullable S current();

  /** Whether the target driver will take this fetch size. */
  abstract boolean takesFetchSize(int rows);

  /** Throws what every call on a closed statement throws. */
  abstract void checkOpen() throws SQLException;

  /** Tells a new physical statement what this one was told. */
  void equip(S made) throws SQLException {
    told().applyTo(made);
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setFetchSize(rows);
    } else if (!takesFetchSize(rows)) {
      throw new SQLException("The fetch size is negative: " + rows, "22023");
    }
    tell().fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return current() != null ? super.getFetchSize() : orZero(told().fetchSize);
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setFetchDirection(direction);
    }
    tell().fetchDirection = direction;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    Integer told = told().fetchDirection;
    return current() != null
        ? super.getFetchDirection()
        : told == null ? ResultSet.FETCH_FORWARD : told;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setQueryTimeout(seconds);
    } else {
      checkNotNegative("query timeout", seconds);
    }
    tell().queryTimeout = seconds;
  }

  /** The query timeout that was set, in seconds; 0 for none. */
  final int queryTimeout() {
    return orZero(told().queryTimeout);
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return current() != null ? super.getQueryTimeout() : orZero(told().queryTimeout);
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setMaxFieldSize(max);
    } else {
      checkNotNegative("maximum field size", max);
    }
    tell().maxFieldSize = max;
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return current() != null ? super.getMaxFieldSize() : orZero(told().maxFieldSize);
  }

  @Override
  public void setMaxRows(int rows) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setMaxRows(rows);
    } else {
      checkNotNegative("maximum number of rows", rows);
    }
    tell().maxRows = (long) rows;
  }

  @Override
  public int getMaxRows() throws SQLException {
    checkOpen();
    Long told = told().maxRows;
    return current() != null ? super.getMaxRows() : told == null ? 0 : Math.toIntExact(told);
  }

  @Override
  public void setLargeMaxRows(long rows) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setLargeMaxRows(rows);
    } else {
      checkNotNegative("maximum number of rows", rows);
    }
    tell().maxRows = rows;
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    Long told = told().maxRows;
    return current() != null ? super.getLargeMaxRows() : told == null ? 0 : told;
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setEscapeProcessing(enable);
    }
    tell().escapeProcessing = enable;
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setPoolable(poolable);
    }
    tell().poolable = poolable;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    Boolean told = told().poolable;
    return current() != null ? super.isPoolable() : told == null ? poolableByDefault() : told;
  }

  /** JDBC: plain statements are not poolable unless told, prepared ones are. */
  boolean poolableByDefault() {
    return false;
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    checkOpen();
    if (current() != null) {
      super.setCursorName(name);
    }
    tell().cursorName = name;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    if (current() != null) {
      super.closeOnCompletion();
    }
    tell().closeOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return told().closeOnCompletion;
  }

  /** A target refuses it too, but not before there is one. */
  private static void checkNotNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw new SQLException("The %s is negative: %d".formatted(what, value), "22023");
    }
  }

  private static int orZero(@Nullable Integer told) {
    return told == null ? 0 : told;
  }
}
