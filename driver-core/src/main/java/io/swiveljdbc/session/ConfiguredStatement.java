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

  private StatementSettings kept() {
    if (settings == null) {
      settings = new StatementSettings();
    }
    return settings;
  }

  /** The physical statement that stands behind this one now, or null; never makes one. */
  abstract @Nullable S current();

  /** Something asked of a physical statement. */
  interface Question<S, T extends @Nullable Object> {
    T to(S statement) throws SQLException;
  }

  /** Asks the physical statement there is now; the answer where there is none is given. */
  final <T> T asked(Question<? super S, T> question, T otherwise) throws SQLException {
    S made = current();
    if (made == null) {
      return otherwise;
    }
    try {
      return question.to(made);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  interface Telling<S> {
    void to(S statement) throws SQLException;
  }

  /** Tells it to the physical statement there is now; false where there is none. */
  final boolean tell(Telling<? super S> telling) throws SQLException {
    return asked(
        made -> {
          telling.to(made);
          return true;
        },
        false);
  }

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
    if (!tell(s -> s.setFetchSize(rows)) && !takesFetchSize(rows)) {
      throw new SQLException("The fetch size is negative: " + rows, "22023");
    }
    kept().fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return asked(Statement::getFetchSize, orZero(told().fetchSize));
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    tell(s -> s.setFetchDirection(direction));
    kept().fetchDirection = direction;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    Integer told = told().fetchDirection;
    return asked(Statement::getFetchDirection, told == null ? ResultSet.FETCH_FORWARD : told);
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    if (!tell(s -> s.setQueryTimeout(seconds))) {
      checkNotNegative("query timeout", seconds);
    }
    kept().queryTimeout = seconds;
  }

  /** The query timeout that was set, in seconds; 0 for none. */
  final int queryTimeout() {
    return orZero(told().queryTimeout);
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return asked(Statement::getQueryTimeout, orZero(told().queryTimeout));
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    if (!tell(s -> s.setMaxFieldSize(max))) {
      checkNotNegative("maximum field size", max);
    }
    kept().maxFieldSize = max;
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return asked(Statement::getMaxFieldSize, orZero(told().maxFieldSize));
  }

  @Override
  public void setMaxRows(int rows) throws SQLException {
    checkOpen();
    if (!tell(s -> s.setMaxRows(rows))) {
      checkNotNegative("maximum number of rows", rows);
    }
    kept().maxRows = (long) rows;
  }

  @Override
  public int getMaxRows() throws SQLException {
    checkOpen();
    Long told = told().maxRows;
    return asked(Statement::getMaxRows, told == null ? 0 : Math.toIntExact(told));
  }

  @Override
  public void setLargeMaxRows(long rows) throws SQLException {
    checkOpen();
    if (!tell(s -> s.setLargeMaxRows(rows))) {
      checkNotNegative("maximum number of rows", rows);
    }
    kept().maxRows = rows;
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    Long told = told().maxRows;
    return asked(Statement::getLargeMaxRows, told == null ? 0L : told);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
    tell(s -> s.setEscapeProcessing(enable));
    kept().escapeProcessing = enable;
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    tell(s -> s.setPoolable(poolable));
    kept().poolable = poolable;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    Boolean told = told().poolable;
    return asked(Statement::isPoolable, told == null ? poolableByDefault() : told);
  }

  /** JDBC: plain statements are not poolable unless told, prepared ones are. */
  boolean poolableByDefault() {
    return false;
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    checkOpen();
    tell(s -> s.setCursorName(name));
    kept().cursorName = name;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    tell(Statement::closeOnCompletion);
    kept().closeOnCompletion = true;
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
