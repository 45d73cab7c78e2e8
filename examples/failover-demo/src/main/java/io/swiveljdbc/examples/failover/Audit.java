package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What the clients were told, compared with what the database has, row by row.
 *
 * @param acknowledged writes whose commit was acknowledged
 * @param unknown writes whose outcome the clients were not told
 * @param lost acknowledged writes that are missing
 * @param doubled writes that are there more often than their client was told: an acknowledged or
 *     unknown one twice, or one at all that was reported as rolled back
 */
record Audit(long acknowledged, long unknown, long lost, long doubled) {

  static Audit of(Ledger ledger, LocalServer writer) throws SQLException {
    return compare(ledger.outcomes(), rowsById(writer));
  }

  static Audit compare(Map<Long, Outcome> told, Map<Long, Long> found) {
    long lost = 0;
    long doubled = 0;
    for (Map.Entry<Long, Outcome> entry : told.entrySet()) {
      long rows = found.getOrDefault(entry.getKey(), 0L);
      lost += entry.getValue().lost(rows) ? 1 : 0;
      doubled += entry.getValue().doubled(rows) ? 1 : 0;
    }
    return new Audit(
        count(told, Outcome.ACKNOWLEDGED), count(told, Outcome.UNKNOWN), lost, doubled);
  }

  private static long count(Map<Long, Outcome> told, Outcome outcome) {
    return told.values().stream().filter(outcome::equals).count();
  }

  private static Map<Long, Long> rowsById(LocalServer writer) throws SQLException {
    Map<Long, Long> rows = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(writer.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id FROM entry")) {
      while (found.next()) {
        rows.merge(found.getLong(1), 1L, Long::sum);
      }
    }
    return rows;
  }

  boolean clean() {
    return lost == 0 && doubled == 0;
  }
}
