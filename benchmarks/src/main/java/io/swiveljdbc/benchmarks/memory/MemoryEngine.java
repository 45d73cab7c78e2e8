package io.swiveljdbc.benchmarks.memory;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/** The engine of {@code jdbc:swivel:memory:}: always one writer and one reader, both up. */
public final class MemoryEngine implements Engine {

  private static final HostAddress WRITER = new HostAddress("writer", 1);
  private static final HostAddress READER = new HostAddress("reader", 1);

  /** For {@link java.util.ServiceLoader}. */
  public MemoryEngine() {}

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public Target parse(String url, Properties info) {
    return new Target(List.of(WRITER, READER), "", "", info);
  }

  @Override
  public String url(Target target, HostAddress address) {
    return MemoryDriver.PREFIX + address.host();
  }

  @Override
  public Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire) {
    return new MemoryConnection();
  }

  @Override
  public List<Discovery> discoveries() {
    return List.of(new Fixed());
  }

  @Override
  public FailureKind classify(SQLException failure) {
    return FailureKind.STATEMENT;
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return ((MemoryConnection) connection).inTransaction();
  }

  @Override
  public boolean watch(Connection connection, Wire wire, Duration atMost) {
    return false;
  }

  @Override
  public Dialect dialect() {
    return new MemoryDialect();
  }

  /** The host's name tells its role. */
  private static final class Fixed implements Discovery {

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public boolean recognises(Connection connection) {
      return true;
    }

    @Override
    public Observation observe(Connection connection, HostAddress address, boolean seal) {
      Role role = address.equals(WRITER) ? Role.WRITER : Role.READER;
      Term term = role == Role.WRITER ? new Term(1) : Term.NONE;
      return new SelfReport(address, role, term, "memory", address.host(), Instant.now());
    }
  }
}
