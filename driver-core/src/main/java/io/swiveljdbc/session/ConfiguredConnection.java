package io.swiveljdbc.session;

import io.swiveljdbc.spi.Setting.Covers;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The half of a connection that answers for its settings: they are kept, and repeated on each
 * physical connection that it gets, so that setting and asking need no server.
 */
abstract class ConfiguredConnection extends ForwardingConnection {

  /** The session that answers now. To be asked each time, and never kept by what can outlive it. */
  abstract Session session();

  /** Whether the current thread is the one that opened this connection. */
  abstract boolean isOpener();

  private void set(SessionSettings settings, Covers covers) throws SQLException {
    session().settings(settings, covers);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    session().setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return session().autoCommit();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    session().setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return session().readOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    if (level != Connection.TRANSACTION_READ_UNCOMMITTED
        && level != Connection.TRANSACTION_READ_COMMITTED
        && level != Connection.TRANSACTION_REPEATABLE_READ
        && level != Connection.TRANSACTION_SERIALIZABLE) {
      throw new SQLException("Transaction isolation level " + level + " not supported.", "0A000");
    }
    boolean midway = session().access().engine().takesIsolationMidway();
    if (!midway && session().bound().isPresent()) {
      throw new SQLException(
          "Cannot change transaction isolation level in the middle of a transaction.",
          Told.ACTIVE_TRANSACTION);
    }
    set(session().settings().withIsolation(level), Covers.ISOLATION);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    session().condition().checkOpen();
    return session().state().isolation();
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    SessionSettings settings = session().settings();
    set(settings.withSchema(settings.schema().choose(schema)), Covers.SCHEMA);
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    SessionSchema schema = session().settings().schema();
    boolean asked = session().bound().isPresent() || session().state().isSetBySql(Covers.SCHEMA);
    return asked ? super.getSchema() : schema.name();
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    SessionSettings settings = session().settings();
    if (session().access().engine().switchesCatalogs()) {
      if (catalog == null) {
        throw new SQLException("The catalog is null: a session cannot leave its catalog", "22023");
      }
      set(settings.withCatalog(catalog), Covers.NOTHING);
    }
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    String catalog = session().settings().catalog();
    return catalog.isEmpty() ? null : catalog;
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw new SQLException("Unknown ResultSet holdability setting: " + holdability, "22023");
    }
    set(session().settings().withHoldability(holdability), Covers.NOTHING);
  }

  @Override
  public int getHoldability() throws SQLException {
    return session().settings().holdability();
  }

  @Override
  public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
    if (milliseconds < 0) {
      throw new SQLException(
          "Network timeout must be a value greater than or equal to 0.", "22023");
    }
    if (!session().condition().isClosed() || session().condition().released()) {
      set(session().settings().withNetworkTimeout(milliseconds), Covers.NOTHING);
    }
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return session().settings().networkTimeout();
  }

  @Override
  public void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
    set(session().settings().withTypeMap(map == null ? Map.of() : map), Covers.NOTHING);
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return new HashMap<>(session().settings().typeMap());
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    try {
      Map<String, String> changed = new HashMap<>(session().settings().clientInfo());
      if (value == null) {
        changed.remove(name);
      } else {
        changed.put(name, value);
      }
      set(session().settings().withClientInfo(changed), Covers.CLIENT_INFO);
    } catch (SQLException e) {
      throw clientInfo(e);
    }
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    try {
      Map<String, String> map = new HashMap<>();
      properties.stringPropertyNames().forEach(n -> map.put(n, properties.getProperty(n)));
      set(session().settings().withClientInfo(map), Covers.CLIENT_INFO);
    } catch (SQLException e) {
      throw clientInfo(e);
    }
  }

  /** A pool's hint, of which the target drivers make nothing. */
  @Override
  public void beginRequest() throws SQLException {
    session().checkOpen();
  }

  /** A pool's hint: what the application took from this connection, it uses no longer. */
  @Override
  public void endRequest() throws SQLException {
    session().checkOpen();
    session().sharing().rest();
  }

  private static SQLClientInfoException clientInfo(SQLException e) {
    return new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    return session().settings().clientInfo().get(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(session().settings().clientInfo());
    return properties;
  }

  /** Asks the connection of the transaction something that nobody else shall come in between. */
  final <T> T ask(PhysicalConnection.Question<T> question) throws SQLException {
    PhysicalConnection at = session().ready();
    try {
      return at.ask(question);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** The same, where nothing comes back. */
  final void call(PhysicalConnection.Call call) throws SQLException {
    PhysicalConnection at = session().ready();
    try {
      at.call(call);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  @Override
  Blob wrap(Blob target) {
    PhysicalConnection at = session().held().orElse(null);
    return at == null ? target : new RoutedBlob(this, at, target);
  }

  @Override
  Clob wrap(Clob target) {
    PhysicalConnection at = session().held().orElse(null);
    return at == null ? target : new RoutedClob(this, at, target);
  }

  @Override
  Array wrap(Array target) {
    PhysicalConnection at = session().held().orElse(null);
    return at == null ? target : new Handout(this, at).own(target);
  }
}
