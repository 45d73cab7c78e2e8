package io.swiveljdbc.testing;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** The database family of {@link FakeServers}. */
public final class FakeEngine implements Engine {

  private final FakeServers servers;
  private final List<Discovery> discoveries = List.of(new FakeDiscovery());

  FakeEngine(FakeServers servers) {
    this.servers = servers;
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public Target parse(String url, Properties info) throws SQLException {
    return servers.target().withProperties(info);
  }

  @Override
  public String url(Target target, HostAddress address) {
    return "jdbc:fake://" + address + "/" + target.database();
  }

  @Override
  public Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire)
      throws SQLException {
    return servers.at(address).connect(target, purpose, wire).connection();
  }

  @Override
  public List<Discovery> discoveries() {
    return discoveries;
  }

  @Override
  public FailureKind classify(SQLException failure) {
    for (SQLException next = failure; next != null; next = next.getNextException()) {
      FailureKind kind = kind(String.valueOf(next.getSQLState()));
      if (kind != FailureKind.STATEMENT) {
        return kind;
      }
    }
    return FailureKind.STATEMENT;
  }

  private static FailureKind kind(String state) {
    return switch (state.substring(0, 2)) {
      case "08" -> FailureKind.CONNECTION_LOST;
      case "57" -> shutdown(state);
      case "25" -> refusedWrite(state);
      case "28" -> FailureKind.LOGIN_REFUSED;
      case "53" -> FailureKind.BUSY;
      default -> FailureKind.STATEMENT;
    };
  }

  private static FailureKind refusedWrite(String state) {
    return switch (state) {
      case "25006" -> FailureKind.ROLE_IN_DOUBT;
      case "25S06" -> FailureKind.WRITES_REFUSED;
      default -> FailureKind.STATEMENT;
    };
  }

  private static FailureKind shutdown(String state) {
    return switch (state) {
      case "57P01" -> FailureKind.SHUTTING_DOWN;
      case "57P03" -> FailureKind.NOT_READY;
      default -> FailureKind.STATEMENT;
    };
  }

  @Override
  public boolean inTransaction(Connection connection) {
    return FakeSession.of(connection).inTransaction();
  }

  @Override
  public boolean watch(Connection connection, Wire wire, Duration atMost) throws SQLException {
    FakeSession session = FakeSession.of(connection);
    session.server().watch(session, atMost);
    return true;
  }

  @Override
  public Dialect dialect() {
    return FakeDialect.EVERYTHING;
  }

  /** Each server says of itself what the test made it. */
  private static final class FakeDiscovery implements Discovery {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public boolean recognises(Connection connection) {
      return true;
    }

    @Override
    public Observation observe(Connection connection, HostAddress address, boolean seal)
        throws SQLException {
      FakeSession session = FakeSession.of(connection);
      return session.server().report(session, address);
    }
  }
}
