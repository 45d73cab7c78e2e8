package io.swiveljdbc.examples.failover;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The errors that the clients met, by SQLState. */
final class ErrorTally {
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  void add(SQLException e) {
    String state = e.getSQLState();
    counts.merge(state == null ? "none" : state, 1L, Long::sum);
  }

  Map<String, Long> bySqlState() {
    return new TreeMap<>(counts);
  }
}
