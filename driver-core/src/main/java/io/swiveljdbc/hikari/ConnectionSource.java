package io.swiveljdbc.hikari;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Opens what a pool keeps. */
@FunctionalInterface
public interface ConnectionSource {

  /**
   * Opens a connection to the pool's server.
   *
   * @return null when the server is another than expected, or its turn did not come
   * @throws SQLException when it is not to be had
   */
  @Nullable Lendable open() throws SQLException;
}
