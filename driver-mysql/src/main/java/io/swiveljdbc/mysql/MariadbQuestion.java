package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.SelfReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A monitor's question to a server of MariaDB. The first answer may be awaited in a hurry; what a
 * user with REPLICA MONITOR sees of a source, and one with REPLICATION MASTER ADMIN of replicas, is
 * asked after it.
 */
final class MariadbQuestion implements Discovery.Question {

  private final MariadbReplication replication;
  private final Connection connection;
  private final HostAddress address;
  private final PeerList sources =
      new PeerList("SHOW ALL REPLICAS STATUS", "Master_Host", "Master_Port");
  private final PeerList replicas = new PeerList("SHOW REPLICA HOSTS", "Host", "Port");
  private boolean answered;

  MariadbQuestion(MariadbReplication replication, Connection connection, HostAddress address) {
    this.replication = replication;
    this.connection = connection;
    this.address = address;
  }

  @Override
  public SelfReport ask() throws SQLException {
    if (answered) {
      List<HostAddress> named =
          Stream.of(sources.of(connection), replicas.of(connection)).flatMap(List::stream).toList();
      replication.peersOf(
          address,
          named.isEmpty()
              ? named
              : Stream.concat(Stream.of(address), named.stream()).distinct().toList());
    }
    answered = true;
    return replication.ask(connection, address);
  }
}
