package io.swiveljdbc.testkit;

import java.sql.Driver;
import java.util.Properties;

/** Opens the superuser's sessions on a PostgreSQL server, on its own port, past the relay. */
final class PostgresSession {
  static final String SUPERUSER = "postgres";
  private static final Driver DRIVER = new org.postgresql.Driver();
  private static final String TIMEOUT_SECONDS = "20";

  private PostgresSession() {}

  static Superuser open(PostgresServer server, String database) {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("ApplicationName", "swivel-testkit");
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    String url =
        "jdbc:postgresql://"
            + server.directHost()
            + ":"
            + server.directPort()
            + "/"
            + Login.encode(database);
    return Superuser.login(server.name(), DRIVER, url, properties);
  }
}
