package io.swiveljdbc.examples.failover;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads in a read-only transaction; the server says which one it is and whether a standby. */
final class ReadingClient implements Runnable {
  private final String select;
  private final DataSource pool;
  private final Observed observed;

  ReadingClient(Engine engine, DataSource pool, Observed observed) {
    this.select = engine.self() + ", (SELECT id FROM entry LIMIT 1)";
    this.pool = pool;
    this.observed = observed;
  }

  @Override
  public void run() {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      connection.commit();
    } catch (SQLException e) {
      observed.errors().add(e);
    }
  }

  private void read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select);
        ResultSet answer = statement.executeQuery()) {
      answer.next();
      observed.read(answer.getInt(1), answer.getBoolean(2));
    }
  }
}
