package io.swiveljdbc.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A setting of JDBC's that a session is to have, and the target driver's setter for it. */
public sealed interface JdbcSetting {

  /** Has the target driver set it. */
  void setOn(Connection connection) throws SQLException;

  /** What of it SQL text can set too. */
  default Setting.Covers covers() {
    return Setting.Covers.NOTHING;
  }

  /**
   * See {@link Connection#setTransactionIsolation}.
   *
   * @param level as there
   */
  record Isolation(int level) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setTransactionIsolation(level);
    }

    @Override
    public Setting.Covers covers() {
      return Setting.Covers.ISOLATION;
    }
  }

  /**
   * See {@link Connection#setSchema}.
   *
   * @param name null for what the server makes of its default
   */
  record Schema(@Nullable String name) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setSchema(name);
    }

    @Override
    public Setting.Covers covers() {
      return Setting.Covers.SCHEMA;
    }
  }

  /**
   * One property of {@link Connection#setClientInfo(String, String)}.
   *
   * @param name of the property
   * @param value null for none
   */
  record ClientInfo(String name, @Nullable String value) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setClientInfo(name, value);
    }

    @Override
    public Setting.Covers covers() {
      return Setting.Covers.CLIENT_INFO;
    }
  }

  /**
   * See {@link Connection#setCatalog}.
   *
   * @param name of the catalog
   */
  record Catalog(String name) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setCatalog(name);
    }
  }

  /**
   * See {@link Connection#setHoldability}.
   *
   * @param holdability as there
   */
  record Holdability(int holdability) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setHoldability(holdability);
    }
  }

  /**
   * See {@link Connection#setNetworkTimeout}.
   *
   * @param milliseconds 0 for none
   */
  record NetworkTimeout(int milliseconds) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, milliseconds);
    }
  }

  /**
   * See {@link Connection#setTypeMap}.
   *
   * @param types by SQL type name
   */
  record TypeMap(Map<String, Class<?>> types) implements JdbcSetting {
    @Override
    public void setOn(Connection connection) throws SQLException {
      connection.setTypeMap(types);
    }
  }
}
