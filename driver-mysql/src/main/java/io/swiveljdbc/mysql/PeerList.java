package io.swiveljdbc.mysql;

import io.swiveljdbc.topology.HostAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers that a statement lists, as a monitor sees them over its connection. It is a round
 * trip more, what it lists changes seldom, and not every user may execute it.
 */
final class PeerList {

  private static final long ANEW = Duration.ofSeconds(10).toNanos();

  private final String sql;
  private final String host;
  private final String port;
  private List<HostAddress> known = List.of();
  private boolean allowed = true;
  private boolean listed;
  private long listedAt;

  /**
   * A list that was not asked for yet.
   *
   * @param host the column with the host of a server; it may be empty
   * @param port the column with its port
   */
  PeerList(String sql, String host, String port) {
    this.sql = sql;
    this.host = host;
    this.port = port;
  }

  /** What it lists, asked for if that is due; nothing where this user may not know. */
  List<HostAddress> of(Connection connection) throws SQLException {
    boolean due = !listed || System.nanoTime() - listedAt > ANEW;
    if (allowed && due) {
      listed = true;
      listedAt = System.nanoTime();
      known = ask(connection);
    }
    return known;
  }

  private List<HostAddress> ask(Connection connection) throws SQLException {
    List<HostAddress> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        Answer.address(rows, host, port).ifPresent(found::add);
      }
    } catch (SQLException e) {
      if (!Sight.isDenied(e)) {
        throw e;
      }
      allowed = false;
      return List.of();
    }
    return found;
  }
}
