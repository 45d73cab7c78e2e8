package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.sql.Lexicon;
import io.swiveljdbc.topology.HostAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** MySQL over MySQL Connector/J. */
public final class MysqlEngine implements Engine {

  /** For the service loader. */
  public MysqlEngine() {}

  @Override
  public String kind() {
    return "mysql";
  }

  @Override
  public Target parse(String url, Properties info) throws SQLException {
    throw new UnsupportedOperationException();
  }

  @Override
  public String url(Target target, HostAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire)
      throws SQLException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Discovery> discoveries() {
    return List.of();
  }

  @Override
  public FailureKind classify(SQLException failure) {
    return FailureKind.STATEMENT;
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return false;
  }

  @Override
  public boolean watch(Connection connection, Duration atMost) throws SQLException {
    return false;
  }

  @Override
  public Lexicon lexicon() {
    return Lexicon.STANDARD;
  }
}
