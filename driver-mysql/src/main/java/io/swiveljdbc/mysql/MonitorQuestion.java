package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.SelfReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A monitor's question, put again and again over its connection. The first answer may be awaited in
 * a hurry; what takes further round trips, and changes seldom, is asked after it.
 */
final class MonitorQuestion implements Discovery.Question {

  private static final long REPLICAS_ANEW = Duration.ofSeconds(10).toNanos();

  private final MysqlReplication replication;
  private final Connection connection;
  private final HostAddress address;
  private int answers;
  private boolean mayListReplicas = true;
  private long listedAt;

  MonitorQuestion(MysqlReplication replication, Connection connection, HostAddress address) {
    this.replication = replication;
    this.connection = connection;
    this.address = address;
  }

  @Override
  public SelfReport ask() throws SQLException {
    if (answers == 1 && !replication.sight(connection, address).complete()) {
      Sight unused = replication.look(connection, address);
    }
    if (answers > 0) {
      listReplicas();
    }
    answers = Math.min(answers + 1, 2);
    return replication.ask(connection, address);
  }

  private void listReplicas() throws SQLException {
    boolean due = answers == 1 || System.nanoTime() - listedAt > REPLICAS_ANEW;
    if (!mayListReplicas || !due) {
      return;
    }
    listedAt = System.nanoTime();
    List<HostAddress> replicas = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW REPLICAS")) {
      while (rows.next()) {
        // Empty where the replica has no report_host.
        Answer.address(rows, "Host", "Port").ifPresent(replicas::add);
      }
    } catch (SQLException e) {
      if (!Sight.isDenied(e)) {
        throw e;
      }
      mayListReplicas = false;
    }
    replication.replicasOf(address, replicas);
  }
}
