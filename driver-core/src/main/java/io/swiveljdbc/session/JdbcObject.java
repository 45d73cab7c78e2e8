package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * What our JDBC objects have in common: a delegate of the target driver, and one place through
 * which its errors pass. The generated subclasses add a {@code wrap} for each kind of JDBC object
 * that they hand out.
 *
 * <p>Both ways of unwrapping look in the same order: this object, the driver's own object, then
 * what that one unwraps to.
 */
abstract class JdbcObject<T extends Wrapper> implements Wrapper {

  /**
   * The driver's object that answers now; made first if need be. What it throws reaches the caller
   * as it is.
   */
  abstract T delegate() throws SQLException;

  /** What the caller is told instead of an error of the driver. */
  abstract SQLException translate(SQLException error);

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
