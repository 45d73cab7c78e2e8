package io.swiveljdbc.mysql.differential;

import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.Transcript;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Stream;

/** What MySQL's sessions have: variables, a database, warnings, locks, distributed transactions. */
final class SessionPrograms {

  private SessionPrograms() {}

  static Stream<Program> all() {
    return Stream.of(
        new Program("warnings", SessionPrograms::warnings),
        new Program("truncation", SessionPrograms::truncation)
            .with("jdbcCompliantTruncation=false"),
        new Program("session variables", SessionPrograms::variables)
            .with("sessionVariables=max_execution_time%3D77000,@b%3D8"),
        new Program("catalog", SessionPrograms::catalog),
        new Program("catalog", SessionPrograms::catalog).with("databaseTerm=SCHEMA"),
        new Program("no catalog", SessionPrograms::noCatalog),
        new Program("client info", SessionPrograms::clientInfo),
        new Program("tracked session state", SessionPrograms::tracked)
            .with("trackSessionState=true"),
        new Program("distributed transaction", SessionPrograms::distributed),
        new Program("locks", SessionPrograms::locks),
        new Program("affected rows", SessionPrograms::affected).with("useAffectedRows=true"),
        new Program("found rows", SessionPrograms::affected),
        new Program("zero dates", SessionPrograms::zeroDates)
            .with("zeroDateTimeBehavior=CONVERT_TO_NULL"),
        new Program("zero dates", SessionPrograms::zeroDates));
  }

  private static void variables(Connection connection, Transcript seen) throws Exception {
    TextPrograms.execute(connection, seen, "SELECT @@max_execution_time, @a, @b");
    TextPrograms.execute(connection, seen, "SET @a = 'it''s', @@session.max_execution_time = 5000");
    TextPrograms.execute(connection, seen, "SELECT @@max_execution_time, @a, @b");
    connection.setAutoCommit(false);
    TextPrograms.execute(connection, seen, "SET SESSION max_execution_time = DEFAULT");
    seen.step("rollback", connection::rollback);
    TextPrograms.execute(connection, seen, "SELECT @@max_execution_time, @a, @b");
    TextPrograms.execute(connection, seen, "SET SESSION no_such_variable = 5");
    TextPrograms.execute(connection, seen, "SET NAMES utf8mb4 COLLATE utf8mb4_bin");
    TextPrograms.execute(connection, seen, "SELECT @@collation_connection, 'ä' = 'a'");
    TextPrograms.execute(connection, seen, "SET time_zone = '+05:00'");
    TextPrograms.execute(connection, seen, "SELECT @@time_zone");
  }

  private static void catalog(Connection connection, Transcript seen) {
    seen.step("catalog", () -> connection.setCatalog("mysql"));
    seen.call("its catalog", connection::getCatalog);
    TextPrograms.execute(connection, seen, "SELECT database()");
    seen.step("schema", () -> connection.setSchema("information_schema"));
    seen.call("its schema", connection::getSchema);
    TextPrograms.execute(connection, seen, "SELECT database()");
    TextPrograms.execute(connection, seen, "USE test");
    seen.call("its catalog", connection::getCatalog);
    seen.call("its schema", connection::getSchema);
    TextPrograms.execute(connection, seen, "SELECT database()");
    TextPrograms.count(connection, seen);
    seen.step("missing", () -> connection.setCatalog("no such"));
  }

  private static void noCatalog(Connection connection, Transcript seen) {
    seen.step("null", () -> connection.setCatalog(null));
    TextPrograms.execute(connection, seen, "SELECT database()");
    TextPrograms.count(connection, seen);
  }

  private static void clientInfo(Connection connection, Transcript seen) {
    seen.step("set", () -> connection.setClientInfo("ApplicationName", "till"));
    seen.call("get", () -> connection.getClientInfo("ApplicationName"));
    seen.call("unknown", () -> connection.getClientInfo("Unknown"));
    Properties properties = new Properties();
    properties.setProperty("ClientUser", "shelf");
    seen.step("all", () -> connection.setClientInfo(properties));
    seen.call("all", connection::getClientInfo);
    TextPrograms.execute(connection, seen, "SELECT 1");
    seen.call("all", connection::getClientInfo);
    seen.call("valid", () -> connection.isValid(0));
    seen.call("not valid", () -> connection.isValid(-1));
  }

  private static void tracked(Connection connection, Transcript seen) throws Exception {
    TextPrograms.execute(connection, seen, "SET @@session.session_track_schema = ON");
    TextPrograms.execute(connection, seen, "USE test");
    seen.call(
        "changes",
        () ->
            connection
                .unwrap(JdbcConnection.class)
                .getServerSessionStateController()
                .getSessionStateChanges()
                .getSessionStateChangesList()
                .size());
  }

  private static void distributed(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "XA START 'one'");
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('x')");
    TextPrograms.execute(connection, seen, "COMMIT");
    TextPrograms.execute(connection, seen, "XA END 'one'");
    TextPrograms.execute(connection, seen, "XA PREPARE 'one'");
    TextPrograms.execute(connection, seen, "XA RECOVER");
    TextPrograms.execute(connection, seen, "XA ROLLBACK 'one'");
    TextPrograms.count(connection, seen);
  }

  private static void locks(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "SELECT GET_LOCK('a', 1), IS_FREE_LOCK('a')");
    TextPrograms.execute(connection, seen, "SELECT RELEASE_LOCK('a'), RELEASE_LOCK('a')");
    TextPrograms.execute(connection, seen, "LOCK TABLES goods READ");
    TextPrograms.execute(connection, seen, "DELETE FROM goods");
    TextPrograms.execute(connection, seen, "SELECT * FROM kinds");
    TextPrograms.execute(connection, seen, "UNLOCK TABLES");
    TextPrograms.execute(connection, seen, "HANDLER goods OPEN");
    TextPrograms.execute(connection, seen, "HANDLER goods READ `PRIMARY` FIRST");
    TextPrograms.execute(connection, seen, "HANDLER goods CLOSE");
    TextPrograms.execute(connection, seen, "PREPARE s FROM 'SELECT ?'");
    TextPrograms.execute(connection, seen, "EXECUTE s USING @no");
    TextPrograms.execute(connection, seen, "DEALLOCATE PREPARE s");
  }

  private static void affected(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "UPDATE goods SET name = name");
    TextPrograms.execute(connection, seen, "SELECT SQL_CALC_FOUND_ROWS id FROM goods LIMIT 1");
    TextPrograms.execute(connection, seen, "SELECT found_rows(), row_count()");
  }

  private static void warnings(Connection connection, Transcript seen) throws Exception {
    try (Statement statement = connection.createStatement()) {
      seen.call("cast", () -> statement.executeQuery("SELECT CAST('x' AS SIGNED)"));
      seen.call("warning", statement::getWarnings);
      seen.call("next", () -> statement.getWarnings().getNextWarning());
      seen.call("of the connection", connection::getWarnings);
      seen.step("clear", statement::clearWarnings);
      seen.call("cleared", statement::getWarnings);
      seen.call("drop", () -> statement.executeUpdate("DROP TABLE IF EXISTS no_such"));
      seen.call("note", statement::getWarnings);
      seen.call("show", () -> statement.executeQuery("SHOW WARNINGS"));
    }
  }

  private static void truncation(Connection connection, Transcript seen) throws Exception {
    TextPrograms.execute(connection, seen, "SET SESSION sql_mode = ''");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO goods (name) VALUES (?)")) {
      insert.setString(1, "longer than twenty characters");
      seen.call("insert", insert::executeUpdate);
      seen.call("warnings", insert::getWarnings);
    }
    TextPrograms.count(connection, seen);
  }

  private static void zeroDates(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "SET SESSION sql_mode = ''");
    for (String type : new String[] {"DATE", "DATETIME"}) {
      seen.call(
          type,
          () -> {
            try (Statement statement = connection.createStatement();
                ResultSet row =
                    statement.executeQuery("SELECT CAST('0000-00-00' AS %s)".formatted(type))) {
              row.next();
              seen.call("text", () -> row.getString(1));
              seen.call("date", () -> row.getDate(1));
              seen.call("object", () -> row.getObject(1));
              return row.getTimestamp(1);
            }
          });
    }
  }
}
