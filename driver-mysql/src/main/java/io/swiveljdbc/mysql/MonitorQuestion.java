package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.SelfReport;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A monitor's question, put again and again over its connection. The first answer may be awaited in
 * a hurry; what takes further round trips, and changes seldom, is asked after it.
 */
final class MonitorQuestion implements Discovery.Question {

  private final MysqlReplication replication;
  private final Connection connection;
  private final HostAddress address;
  private final PeerList replicas = new PeerList("SHOW REPLICAS", "Host", "Port");
  private int answers;

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
      replication.replicasOf(address, replicas.of(connection));
    }
    answers = Math.min(answers + 1, 2);
    return replication.ask(connection, address);
  }
}
