package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB, a source and its replicas, over MySQL's Connector/J. Its servers tell everybody how many
 * of their replicas' threads run, so that replicas need not be read-only; who replicates from whom
 * they tell a user with the rights for it, see {@link MariadbQuestion}.
 *
 * <p>What is said of writers in {@link GtidReplication} holds here. Positions are compared by the
 * state of the binary log, which has the last number of each domain and server; replicas must have
 * {@code log_slave_updates}, or nothing is proved.
 *
 * @see <a
 *     href="https://mariadb.com/docs/server/ha-and-performance/standard-replication/gtid">Global
 *     transaction ID</a>
 */
final class MariadbReplication implements Discovery {

  /**
   * Without an aggregate: beside one, MariaDB 11.4 shows {@code @@read_only} as 0 whatever it is.
   */
  private static final String OBSERVE =
      """
      SELECT @@GLOBAL.read_only AS swivel_read_only,
             @@GLOBAL.server_id AS swivel_server,
             CONCAT(@@hostname, ':', @@GLOBAL.port) AS swivel_place,
             @@GLOBAL.gtid_binlog_state AS swivel_state,
             CAST(UNIX_TIMESTAMP() - (SELECT u.VARIABLE_VALUE
                                        FROM information_schema.GLOBAL_STATUS u
                                       WHERE u.VARIABLE_NAME = 'UPTIME') AS SIGNED)
               AS swivel_started,
             (SELECT r.VARIABLE_VALUE
                FROM information_schema.GLOBAL_STATUS r
               WHERE r.VARIABLE_NAME = 'SLAVES_RUNNING') AS swivel_running
       LIMIT 1""";

  private static final long SOME_TIME = Duration.ofMillis(500).toNanos();

  private static final String STOPPED =
      "a server that takes writes, and did so when it still replicated, is taken for a reader: make"
          + " replicas read_only, and lift that from the one that is promoted";

  private final Map<HostAddress, List<HostAddress>> peers = new ConcurrentHashMap<>();
  private final Lineages lineages = new Lineages();

  /**
   * Servers that replicated and took writes nevertheless: that they still take writes when they no
   * longer replicate proves nothing.
   */
  private final Map<String, Both> writableReplicas = new ConcurrentHashMap<>();

  /** Those that were read-only when they were last seen not to take writes. */
  private final Set<String> readOnlyBefore = ConcurrentHashMap.newKeySet();

  /**
   * When a server was first and last seen to do both. While one is promoted that was read-only, one
   * answer may show it.
   */
  private record Both(boolean promoted, long first, long last) {

    boolean lasts() {
      return !promoted || last - first > SOME_TIME;
    }
  }

  @Override
  public String name() {
    return "MariaDB replication";
  }

  @Override
  public boolean recognises(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
  }

  @Override
  public SelfReport observe(Connection connection, HostAddress address, boolean seal)
      throws SQLException {
    SelfReport report = ask(connection, address);
    if (seal && report.role() == Role.READER) {
      MysqlReplication.seal(connection);
    }
    return report;
  }

  @Override
  public Question question(Connection connection, HostAddress address) {
    return new MariadbQuestion(this, connection, address);
  }

  /** Takes in which servers one names as its source and its replicas. */
  void peersOf(HostAddress address, List<HostAddress> seen) {
    peers.put(address, seen);
  }

  SelfReport ask(Connection connection, HostAddress address) throws SQLException {
    long askedAt = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OBSERVE)) {
      if (!row.next()) {
        throw new SQLException("the server said nothing of itself", "08006");
      }
      String server = row.getString("swivel_server");
      String place = server + "@" + row.getString("swivel_place");
      String instance = place + "/" + row.getLong("swivel_started");
      GtidSet log = state(Answer.text(row, "swivel_state"));
      boolean replicates = row.getInt("swivel_running") > 0;
      boolean readOnly = !Set.of("0", "OFF").contains(row.getString("swivel_read_only"));
      return new SelfReport(
          address,
          self(readOnly, replicates, lineages.of(log.writers()), instance, askedAt),
          Instant.now(),
          new Progress(
              replicates && !readOnly ? null : new GtidPosition(server, log),
              null,
              askedAt,
              System.nanoTime()),
          peers.getOrDefault(address, List.of()));
    }
  }

  private Self self(
      boolean readOnly,
      boolean replicates,
      @Nullable String database,
      String instance,
      long askedAt) {
    if (readOnly) {
      writableReplicas.remove(instance);
      readOnlyBefore.add(instance);
      return Self.of(Role.READER, Term.NONE, database, instance);
    }
    if (replicates) {
      writableReplicas.merge(
          instance,
          new Both(readOnlyBefore.contains(instance), askedAt, askedAt),
          (seen, now) -> new Both(seen.promoted, seen.first, now.last));
      return Self.of(Role.READER, Term.NONE, database, instance);
    }
    @Nullable Both both = writableReplicas.get(instance);
    return both != null && both.lasts()
        ? Self.of(Role.READER, Term.NONE, database, instance).noting(STOPPED)
        : Self.of(Role.WRITER, Term.NONE, database, instance).noting(GtidReplication.CLAIM);
  }

  /** The last transaction of each domain and server, {@code 0-1-7,0-2-9}, with all before it. */
  static GtidSet state(String text) {
    Map<String, List<GtidSet.Interval>> intervals = new HashMap<>();
    for (String gtid : text.split(",", -1)) {
      String[] parts = gtid.strip().split("-", -1);
      if (parts.length == 3) {
        intervals.put(
            parts[1] + ":" + parts[0], List.of(new GtidSet.Interval(1, Long.parseLong(parts[2]))));
      }
    }
    return new GtidSet(intervals);
  }
}
