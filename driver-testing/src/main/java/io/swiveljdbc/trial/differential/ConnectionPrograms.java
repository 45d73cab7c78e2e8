package io.swiveljdbc.trial.differential;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;

/** Connections: their settings, transactions, savepoints, factories, and their end. */
public final class ConnectionPrograms {

  /** An error while it is executed, after which PostgreSQL's transactions take nothing more. */
  private static final String WRONG = "INSERT INTO goods (name) VALUES (NULL)";

  private ConnectionPrograms() {}

  /**
   * All of them.
   *
   * @param isolation a query for that of the session
   */
  public static Stream<Program> all(String isolation) {
    return Stream.of(
        new Program("a new connection", ConnectionPrograms::asked),
        new Program("transactions", ConnectionPrograms::transactions),
        new Program("savepoints", ConnectionPrograms::savepoints),
        new Program("read-only", ConnectionPrograms::readOnly),
        new Program("isolation", (connection, seen) -> isolation(connection, seen, isolation)),
        new Program("factories", ConnectionPrograms::factories),
        new Program("holdability", ConnectionPrograms::holdability),
        new Program("bad arguments", ConnectionPrograms::badArguments),
        new Program("a failed transaction", ConnectionPrograms::failed),
        new Program("a transaction by text", ConnectionPrograms::byText),
        new Program("requests", ConnectionPrograms::requests),
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
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("rollback", connection::rollback);
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('b')");
    seen.step("on", () -> connection.setAutoCommit(true));
    TextPrograms.execute(connection, seen, "SELECT name FROM goods ORDER BY id");
  }

  private static void savepoints(Connection connection, Transcript seen) throws Exception {
    seen.call("in auto-commit", connection::setSavepoint);
    connection.setAutoCommit(false);
    Savepoint first = connection.setSavepoint("first");
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    Savepoint second = connection.setSavepoint();
    seen.call("name", first::getSavepointName);
    seen.call("id of a named one", first::getSavepointId);
    seen.call("name of an unnamed one", second::getSavepointName);
    TextPrograms.execute(connection, seen, WRONG);
    seen.step("back", () -> connection.rollback(second));
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("release", () -> connection.releaseSavepoint(second));
    seen.step("back to the released", () -> connection.rollback(second));
    seen.step("back", () -> connection.rollback(first));
    seen.step("commit", connection::commit);
    seen.step("after the end", () -> connection.rollback(first));
    seen.step("rollback", connection::rollback);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
  }

  private static void readOnly(Connection connection, Transcript seen) throws Exception {
    connection.setReadOnly(true);
    seen.call("read-only", connection::isReadOnly);
    connection.setAutoCommit(false);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("in the middle", () -> connection.setReadOnly(false));
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("rollback", connection::rollback);
    seen.step("off", () -> connection.setReadOnly(false));
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("commit", connection::commit);
  }

  private static void isolation(Connection connection, Transcript seen, String asked)
      throws Exception {
    for (int level : new int[] {1, 2, 4, 8, 0, 3}) {
      seen.step("set " + level, () -> connection.setTransactionIsolation(level));
      seen.call("get", connection::getTransactionIsolation);
      TextPrograms.execute(connection, seen, asked);
    }
    connection.setAutoCommit(false);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("in the middle", () -> connection.setTransactionIsolation(8));
    seen.call("get", connection::getTransactionIsolation);
    TextPrograms.execute(connection, seen, asked);
    seen.step("rollback", connection::rollback);
    seen.call("get", connection::getTransactionIsolation);
    TextPrograms.execute(connection, seen, asked);
    seen.step("rollback", connection::rollback);
    seen.step("between", () -> connection.setTransactionIsolation(2));
    TextPrograms.execute(connection, seen, asked);
    seen.step("commit", connection::commit);
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
      ResultSet rows = statement.executeQuery(ResultPrograms.NUMBERS);
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
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    TextPrograms.execute(connection, seen, WRONG);
    TextPrograms.execute(connection, seen, "SELECT 1");
    seen.call("isolation", connection::getTransactionIsolation);
    seen.step("commit", connection::commit);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
    TextPrograms.execute(connection, seen, WRONG);
    seen.step("on", () -> connection.setAutoCommit(true));
    seen.call("auto-commit", connection::getAutoCommit);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
  }

  private static void byText(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "BEGIN");
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("read-only", () -> connection.setReadOnly(true));
    TextPrograms.execute(connection, seen, "SAVEPOINT a");
    TextPrograms.execute(connection, seen, WRONG);
    TextPrograms.execute(connection, seen, "ROLLBACK TO a");
    TextPrograms.execute(connection, seen, "COMMIT AND CHAIN");
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('b')");
    TextPrograms.execute(connection, seen, "ROLLBACK");
    TextPrograms.execute(connection, seen, "ROLLBACK");
    seen.step("off", () -> connection.setAutoCommit(false));
    TextPrograms.execute(connection, seen, "BEGIN");
    TextPrograms.execute(connection, seen, "COMMIT");
    seen.step("commit", connection::commit);
    TextPrograms.execute(connection, seen, "SELECT name FROM goods ORDER BY id");
  }

  private static void requests(Connection connection, Transcript seen) throws Exception {
    seen.step("begin", connection::beginRequest);
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    seen.step("end", connection::endRequest);
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    seen.step("begin", connection::beginRequest);
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
    seen.step("end within a transaction", connection::endRequest);
    seen.step("end without a beginning", connection::endRequest);
    seen.call("auto-commit", connection::getAutoCommit);
    seen.call("read-only", connection::isReadOnly);
    TextPrograms.execute(connection, seen, "SELECT name FROM goods ORDER BY id");
    seen.step("rollback", connection::rollback);
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
    TextPrograms.execute(connection, seen, "SELECT 1");
    connection.abort(Runnable::run);
    seen.call("closed", connection::isClosed);
    seen.call("valid", () -> connection.isValid(1));
    seen.call("statement", connection::createStatement);
    seen.step("abort", () -> connection.abort(Runnable::run));
    seen.step("close", connection::close);
    seen.step("close", connection::close);
    seen.step("abort", () -> connection.abort(Runnable::run));
    seen.call("auto-commit", connection::getAutoCommit);
  }
}
