package io.swiveljdbc.mysql;

import com.mysql.cj.ServerVersion;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Self;
import io.swiveljdbc.topology.SelfReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * MySQL 8.0.22 and later, in a group or with replicas that follow a source. Which of the two is
 * told by each answer anew, so that a grant that comes later, and a cluster that becomes a group,
 * are noticed: {@link GroupReplication} reads the answer of a server that is configured for a group
 * and lets this user see it, {@link GtidReplication} every other.
 *
 * <p>One object for one cluster: it remembers what this user may see of each server, which is tried
 * out with each new connection of a monitor, and what only several answers tell together.
 */
final class MysqlReplication implements Discovery {

  /** From here on Connector/J tells a server that a session is read-only. */
  private static final ServerVersion KNOWS_READ_ONLY = new ServerVersion(5, 6, 5);

  private final Map<HostAddress, Sight> sights = new ConcurrentHashMap<>();
  private final Map<HostAddress, List<HostAddress>> replicas = new ConcurrentHashMap<>();
  private final GtidReplication gtids = new GtidReplication();

  @Override
  public String name() {
    return "MySQL replication";
  }

  @Override
  public boolean recognises(Connection connection) throws SQLException {
    return !connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
  }

  @Override
  public SelfReport observe(Connection connection, HostAddress address, boolean seal)
      throws SQLException {
    SelfReport report = ask(connection, address);
    if (seal && report.role() == Role.READER && !report.self().willing()) {
      seal(connection);
    }
    return report;
  }

  @Override
  public Question question(Connection connection, HostAddress address) {
    return new MonitorQuestion(this, connection, address);
  }

  SelfReport ask(Connection connection, HostAddress address) throws SQLException {
    try {
      return ask(connection, address, sight(connection, address));
    } catch (SQLException e) {
      if (!Sight.isDenied(e)) {
        throw e;
      }
    }
    return ask(connection, address, look(connection, address));
  }

  /** What this user may see of the server, as far as that is known. */
  Sight sight(Connection connection, HostAddress address) throws SQLException {
    @Nullable Sight known = sights.get(address);
    return known == null ? look(connection, address) : known;
  }

  /** The same, tried out anew. */
  Sight look(Connection connection, HostAddress address) throws SQLException {
    Sight found = Sight.find(connection);
    sights.put(address, found);
    return found;
  }

  /** Takes in which replicas a server has; nothing else names them but they themselves. */
  void replicasOf(HostAddress address, List<HostAddress> seen) {
    replicas.put(address, seen);
  }

  private SelfReport ask(Connection connection, HostAddress address, Sight sight)
      throws SQLException {
    long askedAt = System.nanoTime();
    Answer answer = sight.ask(connection);
    long answeredAt = System.nanoTime();
    String instance = answer.server() + "/" + answer.started();
    boolean group = !answer.group().isEmpty() && sight.members();
    if (group) {
      gtids.knowGroup(answer.group());
    }
    Self self =
        group
            ? GroupReplication.self(answer, instance)
            : gtids.self(answer, sight, instance, askedAt);
    return new SelfReport(
        address,
        self,
        Instant.now(),
        new Progress(group ? null : GtidReplication.position(answer), null, askedAt, answeredAt),
        peers(address, answer, group));
  }

  private List<HostAddress> peers(HostAddress address, Answer answer, boolean group) {
    List<HostAddress> peers = new ArrayList<>();
    peers.addAll(group ? GroupReplication.peers(answer) : GtidReplication.sources(answer));
    if (!group) {
      peers.addAll(replicas.getOrDefault(address, List.of()));
    }
    if (!peers.isEmpty()) {
      peers.add(0, address);
    }
    return peers.stream().distinct().toList();
  }

  /**
   * Connector/J does it, and knows then; but by its properties it may only remember, or take for
   * done what SQL text has undone since. MariaDB before 11 names itself 5.5.5 when it greets, and
   * is taken to know nothing of it.
   */
  static void seal(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    JdbcConnection session = connection.unwrap(JdbcConnection.class);
    PropertySet properties = session.getPropertySet();
    boolean done =
        session.getServerVersion().meetsMinimum(KNOWS_READ_ONLY)
            && properties.getBooleanProperty(PropertyKey.readOnlyPropagatesToServer).getValue()
            && !properties.getBooleanProperty(PropertyKey.useLocalSessionState).getValue();
    if (!done) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION TRANSACTION READ ONLY");
      }
    }
  }
}
