package io.swiveljdbc.benchmarks.outage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One thing done with a connection; the server says itself which one did it. */
interface Operation {
  /** Returns the own port of the server that served, or 0 where that does not count. */
  int on(Connection connection) throws SQLException;

  /**
   * A row, in auto-commit or in a transaction. Nothing at the server keeps it from coming twice.
   */
  static Operation insert(Engine engine, long id, boolean inTransaction) {
    return connection -> {
      if (inTransaction) {
        connection.setAutoCommit(false);
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entry (id) VALUES (?)")) {
        insert.setLong(1, id);
        insert.executeUpdate();
        int server = read(engine).on(connection);
        if (inTransaction) {
          connection.commit();
        }
        return server;
      }
    };
  }

  static Operation read(Engine engine) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        return port(statement.executeQuery(engine.port()));
      }
    };
  }

  /** Whether a row is there; that a server answers this does not show yet that it takes writes. */
  final class Look implements Operation {
    private final long id;
    private @Nullable Boolean found;

    Look(long id) {
      this.id = id;
    }

    @Override
    public int on(Connection connection) throws SQLException {
      try (PreparedStatement look =
          connection.prepareStatement("SELECT count(*) FROM entry WHERE id = ?")) {
        look.setLong(1, id);
        found = port(look.executeQuery()) > 0;
        return 0;
      }
    }

    Outcome outcome() {
      if (found == null) {
        return Outcome.UNKNOWN;
      }
      return found ? Outcome.ACKNOWLEDGED : Outcome.NOT_WRITTEN;
    }
  }

  private static int port(ResultSet answer) throws SQLException {
    try (answer) {
      answer.next();
      return answer.getInt(1);
    }
  }
}
