package io.swiveljdbc.session;

import java.sql.SQLException;

/**
 * What our JDBC objects have in common: a delegate of the target driver, and one place through
 * which its errors pass. The generated subclasses add a {@code wrap} for each kind of JDBC object
 * that they hand out.
 */
abstract class ForwardedObject<T> {

  /**
   * The driver's object that answers now; made first if need be. What it throws reaches the caller
   * as it is.
   */
  abstract T delegate() throws SQLException;

  /** What the caller is told instead of an error of the driver. */
  abstract SQLException translate(SQLException error);
}
