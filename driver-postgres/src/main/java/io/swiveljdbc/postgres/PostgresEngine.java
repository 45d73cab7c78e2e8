package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.topology.HostAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** PostgreSQL over pgjdbc. */
public final class PostgresEngine implements Engine {

  private final List<Discovery> discoveries = List.of(new StreamingReplication());

  /** For the service loader. */
  public PostgresEngine() {}

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public Target parse(String url, Properties info) throws SQLException {
    PgjdbcPresence.check();
    return PostgresUrl.parse(url, info);
  }

  @Override
  public String url(Target target, HostAddress address) {
    return PostgresUrl.of(target, address);
  }

  @Override
  public Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire)
      throws SQLException {
    Properties properties = target.properties();
    if (purpose == Purpose.PROBE) {
      ProbeProperties.applyTo(properties);
    }
    try (WiredSocketFactory.Registration registration =
        WiredSocketFactory.register(wire, properties)) {
      registration.applyTo(properties);
      LoginTimeouts timeouts = LoginTimeouts.of(properties);
      timeouts.bound(properties, wire);
      Connection connection =
          new org.postgresql.Driver().connect(PostgresUrl.of(target, address), properties);
      if (connection == null) {
        throw new SQLException("pgjdbc does not take its own URL", "08001");
      }
      timeouts.restore(connection);
      return connection;
    }
  }

  @Override
  public List<Discovery> discoveries() {
    return discoveries;
  }

  @Override
  public FailureKind classify(SQLException failure) {
    return PostgresFailures.classify(failure);
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return base(connection).getTransactionState() != TransactionState.IDLE;
  }

  @Override
  public boolean transactionFailed(Connection connection) throws SQLException {
    return base(connection).getTransactionState() == TransactionState.FAILED;
  }

  /** A hot standby refuses serializable transactions, read-only ones too. */
  @Override
  public boolean readersServe(int isolation) {
    return isolation != Connection.TRANSACTION_SERIALIZABLE;
  }

  /** A PostgreSQL session stays in its database. */
  @Override
  public boolean switchesCatalogs() {
    return false;
  }

  /** In seconds, with a fraction, as pgjdbc takes it; a bad value is pgjdbc's to refuse. */
  @Override
  public Duration loginTimeout(Target target) {
    String seconds = PGProperty.LOGIN_TIMEOUT.getOrDefault(target.properties());
    try {
      return seconds == null
          ? Engine.super.loginTimeout(target)
          : Duration.ofMillis(Math.max(0, (long) (Float.parseFloat(seconds) * 1000)));
    } catch (NumberFormatException e) {
      return Engine.super.loginTimeout(target);
    }
  }

  @Override
  public boolean startsReadOnly(Target target) {
    return PGProperty.READ_ONLY.getBoolean(target.properties());
  }

  /** With readOnlyMode=ignore, pgjdbc keeps setReadOnly to itself. */
  @Override
  public boolean enforcesReadOnly(Target target) {
    return !"ignore".equalsIgnoreCase(PGProperty.READ_ONLY_MODE.getOrDefault(target.properties()));
  }

  @Override
  public boolean watch(Connection connection, Wire wire, Duration atMost) throws SQLException {
    int millis = (int) Math.max(1, atMost.toMillis());
    var unused = connection.unwrap(PGConnection.class).getNotifications(millis);
    return true;
  }

  @Override
  public Dialect dialect() {
    return PostgresDialect.INSTANCE;
  }

  @Override
  public List<SessionEffect> effects(SqlStatement statement) {
    return PostgresEffects.of(statement);
  }

  @Override
  public Setting setting(String name, String value) {
    return SetCommand.called(name, value);
  }

  @Override
  public int isolation(Setting setting) {
    return SetCommand.isolation(setting);
  }

  @Override
  public Optional<String> textFor(JdbcSetting setting) {
    return JdbcSettingTexts.of(setting);
  }

  @Override
  public List<Setting> differences(Connection from, Connection to) throws SQLException {
    return ReportedSettings.differences(base(from), base(to));
  }

  private static BaseConnection base(Connection connection) throws SQLException {
    return connection instanceof BaseConnection base
        ? base
        : connection.unwrap(BaseConnection.class);
  }
}
