package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.Position;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain PostgreSQL streaming replication, version 13 and later: the servers are those of the URL,
 * and each says of itself what it is. An ordinary user without any grant may ask all of this.
 *
 * <p>The term is the timeline, read from the name of the WAL file that the writer writes now.
 * {@code pg_control_checkpoint()} would not do: right after a promotion it still shows the old one.
 * A reader's timeline is not asked; what it shows may be old for minutes. How far it has replayed
 * is: beyond what the writer has written, it follows another.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">System administration
 *     functions</a>
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">System information
 *     functions: pg_control_system, pg_postmaster_start_time</a>
 */
final class StreamingReplication implements Discovery {

  /**
   * Everything is qualified, since the application may have a search path of its own. The instance
   * is told by the start of the postmaster, to the microsecond, and its port; not by the server's
   * address, since one server can be reached by several.
   */
  private static final String OBSERVE =
      """
      SELECT r.in_recovery,
             CASE WHEN r.in_recovery THEN NULL
                  ELSE pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) END,
             (SELECT system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system()),
             pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::pg_catalog.text,
             pg_catalog.inet_server_port()::pg_catalog.text,
             pg_catalog.pg_wal_lsn_diff(
               CASE WHEN r.in_recovery THEN pg_catalog.pg_last_wal_replay_lsn()
                    ELSE pg_catalog.pg_current_wal_lsn() END, '0/0')::pg_catalog.int8,
             pg_catalog.date_part('epoch', pg_catalog.pg_last_xact_replay_timestamp())%s
        FROM (SELECT pg_catalog.pg_is_in_recovery() AS in_recovery) r""";

  private static final String ONLY_OBSERVE = OBSERVE.formatted("");

  private static final String OBSERVE_AND_SEAL =
      OBSERVE.formatted(
          """
          ,
                 CASE WHEN r.in_recovery THEN pg_catalog.set_config(
                   'default_transaction_read_only', 'on', false) END""");

  @Override
  public String name() {
    return "streaming replication";
  }

  @Override
  public boolean recognises(Connection connection) {
    return true;
  }

  @Override
  public Observation observe(Connection connection, HostAddress address, boolean seal)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(seal ? OBSERVE_AND_SEAL : ONLY_OBSERVE)) {
      return answer(statement, address);
    }
  }

  /** Its statement is ended with the connection. */
  @Override
  public Question question(Connection connection, HostAddress address) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(ONLY_OBSERVE);
    return () -> answer(statement, address);
  }

  private static Observation answer(PreparedStatement statement, HostAddress address)
      throws SQLException {
    long askedAt = System.nanoTime();
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the server said nothing of itself", "08006");
      }
      boolean inRecovery = row.getBoolean(1);
      return new SelfReport(
          address,
          Self.of(
              inRecovery ? Role.READER : Role.WRITER,
              inRecovery ? Term.NONE : timeline(row.getString(2)),
              row.getString(3),
              row.getString(4) + "/" + row.getString(5)),
          Instant.now(),
          progress(row, askedAt),
          List.of());
    }
  }

  private static Progress progress(ResultSet row, long askedAt) throws SQLException {
    long bytes = row.getLong(6);
    @Nullable WalPosition position = row.wasNull() ? null : new WalPosition(bytes);
    double lastCommit = row.getDouble(7);
    boolean told = !row.wasNull();
    return new Progress(
        position,
        told ? Instant.ofEpochMilli((long) (lastCommit * 1000)) : null,
        askedAt,
        System.nanoTime());
  }

  /** How many bytes of WAL were written or replayed. */
  private record WalPosition(long bytes) implements Position {

    @Override
    public boolean reaches(Position other) {
      return other instanceof WalPosition wal && bytes >= wal.bytes;
    }

    @Override
    public String toString() {
      return Long.toString(bytes);
    }
  }

  /** The first eight hexadecimal digits of a WAL file's name. */
  private static Term timeline(String walFile) {
    return new Term(Long.parseLong(walFile.substring(0, 8), 16));
  }
}
