package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What a statement was told about how to execute; null where it was told nothing. */
final class StatementSettings {

  /** Of a statement that was told nothing; never written to. */
  static final StatementSettings NONE = new StatementSettings();

  @Nullable Integer fetchSize;
  @Nullable Integer fetchDirection;
  @Nullable Integer queryTimeout;
  @Nullable Integer maxFieldSize;
  @Nullable Long maxRows;
  @Nullable Boolean escapeProcessing;
  @Nullable Boolean poolable;
  @Nullable String cursorName;
  boolean closeOnCompletion;

  void applyTo(Statement target) throws SQLException {
    if (fetchSize != null) {
      target.setFetchSize(fetchSize);
    }
    if (fetchDirection != null) {
      target.setFetchDirection(fetchDirection);
    }
    if (queryTimeout != null) {
      target.setQueryTimeout(queryTimeout);
    }
    if (maxFieldSize != null) {
      target.setMaxFieldSize(maxFieldSize);
    }
    if (maxRows != null) {
      applyMaxRows(target, maxRows);
    }
    if (escapeProcessing != null) {
      target.setEscapeProcessing(escapeProcessing);
    }
    if (poolable != null) {
      target.setPoolable(poolable);
    }
    if (cursorName != null) {
      target.setCursorName(cursorName);
    }
    if (closeOnCompletion) {
      target.closeOnCompletion();
    }
  }

  /** The small setter where it serves: not every driver has the large one. */
  private static void applyMaxRows(Statement target, long rows) throws SQLException {
    if (rows <= Integer.MAX_VALUE) {
      target.setMaxRows((int) rows);
    } else {
      target.setLargeMaxRows(rows);
    }
  }
}
