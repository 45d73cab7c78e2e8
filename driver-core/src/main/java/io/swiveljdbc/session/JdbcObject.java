package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * One of our JDBC objects that can be unwrapped. Both ways look in the same order: this object, the
 * driver's own object, then what that one unwraps to.
 */
abstract class JdbcObject<T extends Wrapper> extends ForwardedObject<T> implements Wrapper {

  @Override
  public <U> U unwrap(Class<U> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    T target = delegate();
    if (type.isInstance(target)) {
      return type.cast(target);
    }
    try {
      if (target.isWrapperFor(type)) {
        return target.unwrap(type);
      }
    } catch (SQLException e) {
      throw translate(e);
    }
    throw new SQLException(
        "Cannot unwrap to %s: neither %s nor %s is one or wraps one"
            .formatted(type.getName(), getClass().getName(), target.getClass().getName()),
        "HY000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    if (type.isInstance(this)) {
      return true;
    }
    T target = delegate();
    if (type.isInstance(target)) {
      return true;
    }
    try {
      return target.isWrapperFor(type);
    } catch (SQLException e) {
      throw translate(e);
    }
  }
}
