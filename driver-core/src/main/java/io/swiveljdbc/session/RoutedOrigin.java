package io.swiveljdbc.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement comes from: the logical connection it belongs to, and how its physical
 * statements are made.
 *
 * @param connection the logical connection
 * @param sql its text; null where it is given with each execution
 * @param maker makes a physical statement
 * @param keys whether it is made to return generated keys
 */
record RoutedOrigin<S extends Statement>(
    PreparingConnection connection, @Nullable String sql, Maker<S> maker, boolean keys) {

  /** Of one that returns none. */
  RoutedOrigin(PreparingConnection connection, @Nullable String sql, Maker<S> maker) {
    this(connection, sql, maker, false);
  }

  /** Makes a physical statement on a connection of the target driver. */
  interface Maker<S extends Statement> {
    S on(Connection connection) throws SQLException;
  }
}
