package io.swiveljdbc.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.jdbc.JdbcConnection;
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
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MySQL over MySQL Connector/J. */
public final class MysqlEngine implements Engine {

  /** For the service loader. */
  public MysqlEngine() {}

  @Override
  public String kind() {
    return "mysql";
  }

  /** Connector/J's prefix where the host list is to be looked up in DNS SRV records. */
  @Override
  public Set<String> furtherKinds() {
    return Set.of("mysql+srv");
  }

  @Override
  public Target parse(String url, Properties info) throws SQLException {
    ConnectorPresence.check();
    return MysqlUrl.parse(url, info);
  }

  @Override
  public String url(Target target, HostAddress address) {
    return MysqlUrl.of(target, address);
  }

  @Override
  public Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire)
      throws SQLException {
    Properties properties = target.properties();
    if (purpose == Purpose.PROBE) {
      ProbeProperties.applyTo(properties);
    }
    SocketChoice sockets = SocketChoice.of(properties, wire);
    try {
      JdbcConnection connection =
          WiredSocketFactory.connect(MysqlUrl.host(target, address, sockets.properties()), wire);
      sockets.restore(connection, wire);
      return connection;
    } catch (CJException e) {
      throw new SQLException(e.getMessage(), e.getSQLState(), e.getVendorCode(), e);
    }
  }

  /** New ones, since each remembers what it has seen of one cluster. */
  @Override
  public List<Discovery> discoveries() {
    return List.of(new MariadbReplication(), new MysqlReplication());
  }

  @Override
  public FailureKind classify(SQLException failure) {
    return MysqlFailures.classify(failure);
  }

  /** As the server says with each of its answers. */
  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return session(connection).getSession().getServerSession().inTransactionOnServer();
  }

  /** Connector/J would ask the server. */
  @Override
  public boolean isReadOnly(Connection connection) throws SQLException {
    return session(connection).isReadOnly(false);
  }

  /** Connector/J streams rows, one at a time, with the least integer there is. */
  @Override
  public boolean takesFetchSize(int rows) {
    return rows >= 0 || rows == Integer.MIN_VALUE;
  }

  /** With readOnlyPropagatesToServer=false, Connector/J keeps setReadOnly to itself. */
  @Override
  public boolean enforcesReadOnly(Target target) {
    String propagates =
        target
            .properties()
            .getProperty(PropertyKey.readOnlyPropagatesToServer.getKeyName(), "true");
    return propagates.equalsIgnoreCase("true") || propagates.equalsIgnoreCase("yes");
  }

  /** A replica may be left as it was before it was one. */
  @Override
  public boolean takesWrites(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT @@GLOBAL.read_only, @@GLOBAL.innodb_read_only")) {
      return row.next() && !row.getBoolean(1) && !row.getBoolean(2);
    }
  }

  /** Connector/J has no such call; the socket below it is ours. */
  @Override
  public boolean watch(Connection connection, Wire wire, Duration atMost) throws SQLException {
    try {
      return wire.awaitInput(atMost);
    } catch (IOException e) {
      throw new SQLException("the connection has ended: " + e.getMessage(), "08006", e);
    }
  }

  /** Who watches does so below Connector/J, whose locks are free meanwhile. */
  @Override
  public boolean answersWhileWatched() {
    return true;
  }

  @Override
  public Dialect dialect() {
    return MysqlDialect.INSTANCE;
  }

  @Override
  public List<SessionEffect> effects(SqlStatement statement) {
    return MysqlEffects.of(statement);
  }

  @Override
  public List<Setting> settings(Connection connection, List<String> names) throws SQLException {
    return SessionVariables.of(connection, names);
  }

  @Override
  public Setting untold(String name) {
    return SessionVariables.untold(name);
  }

  @Override
  public Optional<Setting> setting(String name, @Nullable Object value) {
    return value == null
        ? Optional.empty()
        : Optional.of(SessionVariables.setting(name, SessionVariables.literal(value)));
  }

  /** A rollback leaves variables as they are. */
  @Override
  public boolean undoesSettings() {
    return false;
  }

  @Override
  public boolean takesIsolationMidway() {
    return true;
  }

  @Override
  public int isolation(Setting setting) {
    return SessionVariables.isolation(setting);
  }

  @Override
  public Optional<String> textFor(JdbcSetting setting) {
    return JdbcSettingTexts.of(setting);
  }

  @Override
  public List<String> together(List<String> texts) {
    return JdbcSettingTexts.together(texts);
  }

  /**
   * As the server says with each of its answers. While rows are still to come it has not, and it
   * cannot be asked.
   */
  @Override
  public boolean inAutoCommit(Connection connection, boolean thought) throws SQLException {
    if (session(connection).getSession().getServerSession().isAutocommit() || !thought) {
      return session(connection).getSession().getServerSession().isAutocommit();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@SESSION.autocommit")) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      return true;
    }
  }

  private static JdbcConnection session(Connection connection) throws SQLException {
    return connection instanceof JdbcConnection jdbc
        ? jdbc
        : connection.unwrap(JdbcConnection.class);
  }
}
