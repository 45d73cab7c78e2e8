package io.swiveljdbc.hikari;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens what a pool keeps. */
@FunctionalInterface
public interface ConnectionSource {

  /**
   * Opens a connection to the pool's server.
   *
   * @throws SQLException when that is not to be had, or its server is another than expected
   */
  Connection open() throws SQLException;
}
