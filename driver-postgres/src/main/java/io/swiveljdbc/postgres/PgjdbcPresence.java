package io.swiveljdbc.postgres;

import java.sql.SQLException;

/** Says what to add to the class path when pgjdbc is not on it. */
final class PgjdbcPresence {

  private PgjdbcPresence() {}

  static void check() throws SQLException {
    try {
      Class.forName("org.postgresql.Driver", false, PgjdbcPresence.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new SQLException(
          "The PostgreSQL JDBC driver is not on the class path; add org.postgresql:postgresql",
          "08001",
          e);
    }
  }
}
