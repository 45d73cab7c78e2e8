package io.swiveljdbc.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * How the physical statements of a statement are made.
 *
 * @param sql its text; null where it is given with each execution
 * @param maker makes a physical statement
 * @param keys whether it is made to return generated keys
 */
record Preparation<S extends Statement>(@Nullable String sql, Maker<S> maker, boolean keys) {

  /** Of one that returns none. */
  Preparation(@Nullable String sql, Maker<S> maker) {
    this(sql, maker, false);
  }

  /** Makes a physical statement on a connection of the target driver. */
  interface Maker<S extends Statement> {
    S on(Connection connection) throws SQLException;
  }
}
