package io.swiveljdbc.testkit;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens the superuser's sessions on a MySQL server, on its own port, past the relay. */
final class MysqlSession {
  static final String SUPERUSER = "root";

  /** A group may take its time to let a member in. */
  private static final String TIMEOUT_MILLIS = "60000";

  private static final String CONNECT_MILLIS = "20000";

  private MysqlSession() {}

  static Superuser open(MysqlServer server, String database) {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", "");
    properties.setProperty("connectTimeout", CONNECT_MILLIS);
    properties.setProperty("socketTimeout", TIMEOUT_MILLIS);
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("allowMultiQueries", "true");
    String url =
        "jdbc:mysql://"
            + server.directHost()
            + ":"
            + server.directPort()
            + "/"
            + Login.encode(database);
    return Superuser.login(server.name(), driver(url), url, properties);
  }

  /** Whoever tests on MySQL has chosen a version of its driver: the testkit brings none. */
  private static Driver driver(String url) {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new LocalClusterException(
          "MySQL's driver is not on the class path: add com.mysql:mysql-connector-j", e);
    }
  }
}
