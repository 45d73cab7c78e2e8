package io.swiveljdbc.postgres.differential;

import java.sql.Connection;

/**
 * A small program that uses JDBC and says what it observes.
 *
 * @param name what a failing test shows
 * @param body the program
 */
record Program(String name, Body body) {

  interface Body {
    void run(Connection connection, Transcript seen) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
