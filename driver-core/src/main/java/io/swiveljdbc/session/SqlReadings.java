package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.spi.Engine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Reads SQL texts, each once, since applications execute the same ones over and over. */
final class SqlReadings {

  /** An application that writes its values into its texts has no end of them. */
  private static final int MOST = 1_000;

  private static final int LONGEST = 4_000;

  private final ConcurrentMap<String, SqlReading> known = new ConcurrentHashMap<>();
  private final Engine engine;

  private SqlReadings(Engine engine) {
    this.engine = engine;
  }

  /** Those of a cluster. */
  static SqlReadings of(Cluster cluster, Engine engine) {
    return (SqlReadings)
        cluster.facts().computeIfAbsent(SqlReadings.class, c -> new SqlReadings(engine));
  }

  SqlReading of(String sql) {
    @Nullable SqlReading before = known.get(sql);
    if (before != null) {
      return before;
    }
    SqlReading reading = SqlReading.of(sql, engine);
    if (sql.length() <= LONGEST) {
      if (known.size() >= MOST) {
        known.clear(); // those in use are back at once
      }
      known.put(sql, reading);
    }
    return reading;
  }
}
