package io.swiveljdbc.benchmarks.memory;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Wrapper;

/** What the generated classes stand on: there is nothing to forward to. */
abstract class JdbcObject<T extends Wrapper> implements Wrapper {

  @SuppressWarnings("DoNotCallSuggester") // the generated classes do call it
  final T delegate() throws SQLException {
    throw new SQLFeatureNotSupportedException("The driver in memory does not do this", "0A000");
  }

  final SQLException translate(SQLException error) {
    return error;
  }

  @Override
  public final <U> U unwrap(Class<U> type) throws SQLException {
    if (!type.isInstance(this)) {
      throw new SQLException("Not a " + type.getName(), "HY000");
    }
    return type.cast(this);
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
