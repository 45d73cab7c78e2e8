package io.swiveljdbc.postgres.differential;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Connections: their settings, transactions, savepoints, factories, and their end. */
final class ConnectionPrograms {

  private ConnectionPrograms() {}

  private static void execute(Connection connection, Transcript seen, String sql) {
    seen.call(
        sql,
        () -> {
          try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            return rows ? Transcript.show(statement.getResultSet()) : statement.getUpdateCount();
          }
        });
  }

  static Stream<Program> all() {
    return Stream.of(
        new Program("a new connection", ConnectionPrograms::asked),
        new Program("transactions", ConnectionPrograms::transactions),
        new Program("savepoints", ConnectionPrograms::savepoints),
        new Program("read-only", ConnectionPrograms::readOnly),
        new Program("isolation", ConnectionPrograms::isolation),
        new Program("schema and catalog", ConnectionPrograms::schema),
        new Program("client info", ConnectionPrograms::clientInfo),
        new Program("factories", ConnectionPrograms::factories),
        new Program("holdability", ConnectionPrograms::holdability),
        new Program("bad arguments", ConnectionPrograms::badArguments),
        new Program("a failed transaction", ConnectionPrograms::failed),
        new Program("a transaction by text", ConnectionPrograms::byText),
        new Program("two-phase commit", ConnectionPrograms::twoPhase),
        new Program("after close", ConnectionPrograms::afterClose),
        new Program("after abort", ConnectionPrograms::afterAbort));
  }

  private static void asked(Connection connection, Transcript seen) {
    seen.call("auto-commit", connection::getAutoCommit);
    seen.call("read-only", connection::isReadOnly);
    seen.call("isolation", connection::getTransactionIsolation);
    seen.call("schema", connection::getSchema);
    seen.call("catalog", connection::getCatalog);
    seen.call("holdability", connection::getHoldability);
    seen.call("network timeout", connection::getNetworkTimeout);
    seen.call("client info", connection::getClientInfo);
    seen.call("type map", connection::getTypeMap);
    seen.call("warnings", connection::getWarnings);
    seen.call("valid", () -> connection.isValid(5));
    seen.call("closed", connection::isClosed);
    seen.call("native", () -> connection.nativeSQL("SELECT {fn now()}"));
  }

  private static void transactions(Connection connection, Transcript seen) {
    seen.step("commit in auto-commit", connection::commit);
    seen.step("rollback in auto-commit", connection::rollback);
    seen.step("off", () -> connection.setAutoCommit(false));
    seen.step("empty commit", connection::commit);
    seen.step("empty rollback", connection::rollback);
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("rollback", connection::rollback);
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('b')");
    seen.step("on", () -> connection.setAutoCommit(true));
    execute(connection, seen, "SELECT name FROM goods ORDER BY id");
  }

  private static void savepoints(Connection connection, Transcript seen) throws Exception {
    seen.call("in auto-commit", connection::setSavepoint);
    connection.setAutoCommit(false);
    Savepoint first = connection.setSavepoint("first");
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    Savepoint second = connection.setSavepoint();
    seen.call("name", first::getSavepointName);
    seen.call("id of a named one", first::getSavepointId);
    seen.call("name of an unnamed one", second::getSavepointName);
    execute(connection, seen, "SELECT 1/0");
    seen.step("back", () -> connection.rollback(second));
    execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("release", () -> connection.releaseSavepoint(second));
    seen.step("back to the released", () -> connection.rollback(second));
    seen.step("back", () -> connection.rollback(first));
    seen.step("commit", connection::commit);
    seen.step("after the end", () -> connection.rollback(first));
    seen.step("rollback", connection::rollback);
    execute(connection, seen, "SELECT count(*) FROM goods");
  }

  private static void readOnly(Connection connection, Transcript seen) throws Exception {
    connection.setReadOnly(true);
    seen.call("read-only", connection::isReadOnly);
    connection.setAutoCommit(false);
    execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("in the middle", () -> connection.setReadOnly(false));
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("rollback", connection::rollback);
    seen.step("off", () -> connection.setReadOnly(false));
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("commit", connection::commit);
  }

  private static void isolation(Connection connection, Transcript seen) throws Exception {
    for (int level : new int[] {1, 2, 4, 8, 0, 3}) {
      seen.step("set " + level, () -> connection.setTransactionIsolation(level));
      seen.call("get", connection::getTransactionIsolation);
      execute(connection, seen, "SHOW transaction_isolation");
    }
    connection.setAutoCommit(false);
    execute(connection, seen, "SELECT 1");
    seen.step("in the middle", () -> connection.setTransactionIsolation(8));
    seen.step("rollback", connection::rollback);
    seen.step("between", () -> connection.setTransactionIsolation(8));
    execute(connection, seen, "SHOW transaction_isolation");
    seen.step("commit", connection::commit);
  }

  private static void schema(Connection connection, Transcript seen) {
    seen.step("set", () -> connection.setSchema("pg_catalog"));
    seen.call("get", connection::getSchema);
    execute(connection, seen, "SELECT current_schema()");
    seen.step("missing", () -> connection.setSchema("no such"));
    seen.call("get", connection::getSchema);
    seen.step("null", () -> connection.setSchema(null));
    seen.call("get", connection::getSchema);
    seen.step("catalog", () -> connection.setCatalog("other"));
    seen.call("get", connection::getCatalog);
  }

  private static void clientInfo(Connection connection, Transcript seen) {
    seen.step("set", () -> connection.setClientInfo("ApplicationName", "till"));
    seen.call("get", () -> connection.getClientInfo("ApplicationName"));
    execute(connection, seen, "SHOW application_name");
    seen.call("unknown", () -> connection.getClientInfo("Unknown"));
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "shelf");
    seen.step("all", () -> connection.setClientInfo(properties));
    execute(connection, seen, "SHOW application_name");
    seen.call("valid", () -> connection.isValid(0));
    seen.call("not valid", () -> connection.isValid(-1));
  }

  private static void factories(Connection connection, Transcript seen) {
    seen.call("array", () -> connection.createArrayOf("int4", new Object[] {1, 2, null}));
    seen.call("array of texts", () -> connection.createArrayOf("text", new Object[] {"a"}));
    seen.call("bad array", () -> connection.createArrayOf("no such", new Object[0]));
    seen.call("blob", connection::createBlob);
    seen.call("clob", connection::createClob);
    seen.call("nclob", connection::createNClob);
    seen.call(
        "xml",
        () -> {
          var xml = connection.createSQLXML();
          xml.setString("<a/>");
          return xml;
        });
    seen.call("struct", () -> connection.createStruct("t", new Object[0]));
    seen.call("type map", () -> set(connection, Map.of()));
  }

  private static Object set(Connection connection, Map<String, Class<?>> map) throws Exception {
    connection.setTypeMap(map);
    return connection.getTypeMap();
  }

  private static void holdability(Connection connection, Transcript seen) throws Exception {
    seen.step("hold", () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(2);
      ResultSet rows = statement.executeQuery("SELECT generate_series(1, 5)");
      seen.call("next", rows::next);
      seen.step("commit", connection::commit);
      for (int i = 0; i < 5; i++) {
        seen.call("next", rows::next);
      }
    }
    seen.step("rollback", connection::rollback);
  }

  private static void badArguments(Connection connection, Transcript seen) {
    seen.step("holdability", () -> connection.setHoldability(7));
    seen.step("network timeout", () -> connection.setNetworkTimeout(Runnable::run, -1));
    seen.call("type", () -> connection.createStatement(1, 2));
    seen.call("null text", () -> connection.createStatement().execute((String) null));
    seen.step("abort", () -> connection.abort(null));
    seen.call("unwrap", () -> connection.unwrap(Thread.class));
    seen.call("wrapper for", () -> connection.isWrapperFor(Thread.class));
  }

  private static void failed(Connection connection, Transcript seen) throws Exception {
    connection.setAutoCommit(false);
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    execute(connection, seen, "SELECT 1/0");
    execute(connection, seen, "SELECT 1");
    seen.call("isolation", connection::getTransactionIsolation);
    seen.step("commit", connection::commit);
    execute(connection, seen, "SELECT count(*) FROM goods");
    execute(connection, seen, "SELECT 1/0");
    seen.step("on", () -> connection.setAutoCommit(true));
    seen.call("auto-commit", connection::getAutoCommit);
    execute(connection, seen, "SELECT count(*) FROM goods");
  }

  private static void byText(Connection connection, Transcript seen) {
    execute(connection, seen, "BEGIN");
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("read-only", () -> connection.setReadOnly(true));
    execute(connection, seen, "SAVEPOINT a");
    execute(connection, seen, "SELECT 1/0");
    execute(connection, seen, "ROLLBACK TO a");
    execute(connection, seen, "COMMIT AND CHAIN");
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('b')");
    execute(connection, seen, "ROLLBACK");
    execute(connection, seen, "ROLLBACK");
    seen.step("off", () -> connection.setAutoCommit(false));
    execute(connection, seen, "BEGIN");
    execute(connection, seen, "COMMIT");
    seen.step("commit", connection::commit);
    execute(connection, seen, "SELECT name FROM goods ORDER BY id");
  }

  private static void twoPhase(Connection connection, Transcript seen) throws Exception {
    connection.setAutoCommit(false);
    execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    execute(connection, seen, "PREPARE TRANSACTION 'one'");
    seen.step("rollback", connection::rollback);
    connection.setAutoCommit(true);
    execute(connection, seen, "ROLLBACK PREPARED 'one'");
    execute(connection, seen, "SELECT count(*) FROM goods");
  }

  private static void afterClose(Connection connection, Transcript seen) throws Exception {
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("SELECT 1");
    connection.close();
    seen.step("close", connection::close);
    seen.call("closed", connection::isClosed);
    seen.call("valid", () -> connection.isValid(1));
    seen.call("statement closed", statement::isClosed);
    seen.step("commit", connection::commit);
    seen.call("auto-commit", connection::getAutoCommit);
    seen.call("statement", connection::createStatement);
    seen.call("execute", () -> statement.execute("SELECT 1"));
    seen.call("rows closed", rows::isClosed);
  }

  private static void afterAbort(Connection connection, Transcript seen) throws Exception {
    connection.abort(Runnable::run);
    seen.call("closed", connection::isClosed);
    seen.call("statement", connection::createStatement);
    seen.step("close", connection::close);
  }
}
