package io.swiveljdbc.session;

import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an application sets on its connection and expects to last, beside auto-commit and read-only:
 * to be repeated on every physical connection that it gets. An immutable value.
 *
 * @param isolation as in {@link Connection#setTransactionIsolation}
 * @param schema as chosen by {@link Connection#setSchema}
 * @param catalog empty when the database has none
 * @param holdability as in {@link Connection#setHoldability}
 * @param networkTimeout milliseconds, 0 for none
 * @param clientInfo by name
 * @param typeMap by SQL type name
 */
record SessionSettings(
    int isolation,
    SessionSchema schema,
    String catalog,
    int holdability,
    int networkTimeout,
    Map<String, String> clientInfo,
    Map<String, Class<?>> typeMap) {

  /** What a new connection has; asks the server what the driver does not know. */
  static SessionSettings of(Connection connection) throws SQLException {
    return new SessionSettings(
        connection.getTransactionIsolation(),
        SessionSchema.byDefault(connection.getSchema()),
        Objects.requireNonNullElse(connection.getCatalog(), ""),
        connection.getHoldability(),
        connection.getNetworkTimeout(),
        asMap(connection.getClientInfo()),
        Objects.requireNonNullElse(connection.getTypeMap(), Map.of()));
  }

  private static Map<String, String> asMap(Properties properties) {
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return Map.copyOf(map);
  }

  SessionSettings withIsolation(int level) {
    return new SessionSettings(
        level, schema, catalog, holdability, networkTimeout, clientInfo, typeMap);
  }

  SessionSettings withSchema(SessionSchema one) {
    return new SessionSettings(
        isolation, one, catalog, holdability, networkTimeout, clientInfo, typeMap);
  }

  SessionSettings withCatalog(String name) {
    return new SessionSettings(
        isolation, schema, name, holdability, networkTimeout, clientInfo, typeMap);
  }

  SessionSettings withHoldability(int value) {
    return new SessionSettings(
        isolation, schema, catalog, value, networkTimeout, clientInfo, typeMap);
  }

  SessionSettings withNetworkTimeout(int milliseconds) {
    return new SessionSettings(
        isolation, schema, catalog, holdability, milliseconds, clientInfo, typeMap);
  }

  SessionSettings withClientInfo(Map<String, String> properties) {
    return new SessionSettings(
        isolation, schema, catalog, holdability, networkTimeout, Map.copyOf(properties), typeMap);
  }

  SessionSettings withTypeMap(Map<String, Class<?>> map) {
    return new SessionSettings(
        isolation, schema, catalog, holdability, networkTimeout, clientInfo, Map.copyOf(map));
  }

  /** These after the server has given its part of them the values of a new session. */
  SessionSettings resetTo(SessionSettings fresh) {
    return withIsolation(fresh.isolation).withSchema(fresh.schema).withClientInfo(fresh.clientInfo);
  }

  /** These after the server has given this part of them the value of a new session. */
  SessionSettings resetBy(Setting.Covers covers, SessionSettings fresh) {
    return switch (covers) {
      case SCHEMA -> withSchema(fresh.schema);
      case ISOLATION -> withIsolation(fresh.isolation);
      case CLIENT_INFO -> withClientInfo(fresh.clientInfo);
      case READ_ONLY, NOTHING -> this;
    };
  }

  /** The settings that a session which has others does not have yet. */
  List<JdbcSetting> missingIn(SessionSettings present) {
    List<JdbcSetting> missing = new ArrayList<>();
    if (networkTimeout != present.networkTimeout) {
      missing.add(new JdbcSetting.NetworkTimeout(networkTimeout));
    }
    if (isolation != present.isolation) {
      missing.add(new JdbcSetting.Isolation(isolation));
    }
    if (!catalog.equals(present.catalog)) {
      missing.add(new JdbcSetting.Catalog(catalog));
    }
    if (!schema.equals(present.schema)) {
      missing.add(new JdbcSetting.Schema(schema.chosen()));
    }
    if (holdability != present.holdability) {
      missing.add(new JdbcSetting.Holdability(holdability));
    }
    if (!typeMap.equals(present.typeMap)) {
      missing.add(new JdbcSetting.TypeMap(typeMap));
    }
    Set<String> names = new TreeSet<>(clientInfo.keySet());
    names.addAll(present.clientInfo.keySet());
    names.removeIf(n -> Objects.equals(clientInfo.get(n), present.clientInfo.get(n)));
    names.forEach(name -> missing.add(new JdbcSetting.ClientInfo(name, clientInfo.get(name))));
    return missing;
  }
}
