package io.swiveljdbc.postgres.differential;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Statements in all their ways: texts, batches, keys, cursors, results, errors. */
final class StatementPrograms {

  private static final List<String> TEXTS =
      List.of(
          "SELECT id, name FROM goods ORDER BY id",
          "SELECT * FROM goods WHERE false",
          "INSERT INTO goods (name) VALUES ('x'), ('y')",
          "INSERT INTO goods (name) VALUES ('z') RETURNING id, name",
          "UPDATE goods SET name = name || '!' WHERE id <= 2",
          "DELETE FROM goods WHERE id = 1",
          "CREATE TABLE other (id int)",
          "SELECT 1; SELECT 2",
          "INSERT INTO goods (name) VALUES ('m'); SELECT count(*) FROM goods; UPDATE goods SET id = id",
          "",
          ";",
          "-- nothing",
          "SELECT 1/0",
          "SELEC 1",
          "SELECT * FROM no_such_table",
          "INSERT INTO goods (id, name) VALUES (1, 'twice')",
          "INSERT INTO goods (name) VALUES (NULL)",
          "DO $$ BEGIN RAISE NOTICE 'noted'; RAISE WARNING 'warned'; END $$",
          "SELECT {fn ucase('a')}, {d '2026-11-26'}, {ts '2026-11-26 12:00:00'}",
          "SELECT 'a?b', \"?column?\" FROM (SELECT 1) x",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT s",
          "BEGIN; INSERT INTO goods (name) VALUES ('t'); COMMIT",
          "SET statement_timeout = '5s'",
          "SHOW statement_timeout",
          "EXPLAIN (COSTS OFF) SELECT 1",
          "VALUES (1, 'a'), (2, 'b')",
          "TABLE goods",
          "SELECT pg_sleep(0)",
          "COPY goods TO STDOUT",
          "LISTEN orders");

  private StatementPrograms() {}

  static Stream<Program> all() {
    return Stream.of(
            texts(), prepared(), batches(), keys(), cursors(), updatable(), calls(), misc())
        .flatMap(all -> all);
  }

  private static Stream<Program> texts() {
    List<Program> programs = new ArrayList<>();
    for (String text : TEXTS) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        programs.add(
            new Program(
                (autoCommit ? "" : "in a transaction: ") + text,
                (connection, seen) -> {
                  connection.setAutoCommit(autoCommit);
                  try (Statement statement = connection.createStatement()) {
                    ways(statement, text, seen);
                  }
                  seen.call("warnings", connection::getWarnings);
                  seen.step("clear warnings", connection::clearWarnings);
                  if (!autoCommit) {
                    seen.step("commit", connection::commit);
                    seen.step("rollback", connection::rollback);
                  }
                  count(connection, seen);
                }));
      }
    }
    return programs.stream();
  }

  private static void ways(Statement statement, String text, Transcript seen) {
    seen.call("execute", () -> statement.execute(text));
    results(statement, seen);
    seen.call("executeQuery", () -> statement.executeQuery(text));
    seen.call("executeUpdate", () -> statement.executeUpdate(text));
    seen.call("executeLargeUpdate", () -> statement.executeLargeUpdate(text));
    seen.call("warnings", statement::getWarnings);
    seen.call("closed", statement::isClosed);
  }

  private static void results(Statement statement, Transcript seen) {
    for (int i = 0; i < 4; i++) {
      seen.call("result", statement::getResultSet);
      seen.call("count", statement::getUpdateCount);
      seen.call("large count", statement::getLargeUpdateCount);
      seen.call("more", statement::getMoreResults);
    }
  }

  private static void count(Connection connection, Transcript seen) {
    seen.call(
        "what is there",
        () -> {
          try (Statement statement = connection.createStatement()) {
            return Transcript.show(statement.executeQuery("SELECT * FROM goods ORDER BY id, name"));
          }
        });
  }

  private static Stream<Program> prepared() {
    return TEXTS.stream()
        .map(
            text ->
                new Program(
                    "prepared: " + text,
                    (connection, seen) -> {
                      try (PreparedStatement statement = connection.prepareStatement(text)) {
                        seen.call("execute", statement::execute);
                        results(statement, seen);
                        seen.call("query", statement::executeQuery);
                        seen.call("update", statement::executeUpdate);
                        seen.call("beyond", () -> set(statement, 9));
                        seen.call("zero", () -> set(statement, 0));
                        seen.call("text", () -> statement.execute("SELECT 1"));
                        seen.call("columns", statement::getMetaData);
                      }
                      count(connection, seen);
                    }));
  }

  private static Object set(PreparedStatement statement, int index) throws Exception {
    statement.setInt(index, 1);
    return statement.execute();
  }

  private static Stream<Program> batches() {
    List<Program> programs = new ArrayList<>();
    for (boolean autoCommit : new boolean[] {true, false}) {
      for (int failing = 0; failing <= 3; failing++) {
        int bad = failing;
        programs.add(
            new Program(
                "batch, entry " + bad + " fails, auto-commit " + autoCommit,
                (connection, seen) -> {
                  connection.setAutoCommit(autoCommit);
                  try (PreparedStatement insert =
                          connection.prepareStatement(
                              "INSERT INTO goods (name) VALUES (?)",
                              Statement.RETURN_GENERATED_KEYS);
                      Statement texts = connection.createStatement()) {
                    for (int i = 1; i <= 3; i++) {
                      insert.setString(1, i == bad ? null : "b" + i);
                      insert.addBatch();
                      texts.addBatch(
                          "UPDATE goods SET name = "
                              + (i == bad ? "NULL" : "'u'")
                              + " WHERE id = 2");
                    }
                    seen.call("prepared", insert::executeBatch);
                    seen.call("keys", insert::getGeneratedKeys);
                    seen.call("again", insert::executeBatch);
                    if (!autoCommit) {
                      seen.step("rollback", connection::rollback);
                    }
                    seen.call("texts", texts::executeLargeBatch);
                    seen.step("clear", texts::clearBatch);
                    seen.call("empty", texts::executeBatch);
                  }
                  if (!autoCommit) {
                    seen.step("commit", connection::commit);
                  }
                  count(connection, seen);
                }));
      }
    }
    return programs.stream();
  }

  private static Stream<Program> keys() {
    String insert = "INSERT INTO goods (name) VALUES ('k')";
    return Stream.of(
        new Program(
            "generated keys",
            (connection, seen) -> {
              try (Statement statement = connection.createStatement()) {
                seen.call("none asked", () -> statement.executeUpdate(insert));
                seen.call("none", statement::getGeneratedKeys);
                seen.call("all asked", () -> statement.executeUpdate(insert, 1));
                seen.call("all", statement::getGeneratedKeys);
                seen.call(
                    "named", () -> statement.executeUpdate(insert, new String[] {"name", "id"}));
                seen.call("names", statement::getGeneratedKeys);
                seen.call("wrong", () -> statement.executeUpdate(insert, new String[] {"none"}));
                seen.call("indexes", () -> statement.executeUpdate(insert, new int[] {1}));
                seen.call("of a query", () -> statement.execute("SELECT 1", 1));
              }
              try (PreparedStatement statement =
                  connection.prepareStatement(insert, new String[] {"id"})) {
                seen.call("before", statement::getGeneratedKeys);
                seen.call("update", statement::executeUpdate);
                seen.call("keys", statement::getGeneratedKeys);
              }
              count(connection, seen);
            }));
  }

  private static Stream<Program> cursors() {
    List<Program> programs = new ArrayList<>();
    int[] types = {
      ResultSet.TYPE_FORWARD_ONLY,
      ResultSet.TYPE_SCROLL_INSENSITIVE,
      ResultSet.TYPE_SCROLL_SENSITIVE
    };
    for (int type : types) {
      for (int fetch : new int[] {0, 2, -1}) {
        programs.add(
            new Program(
                "cursor of type " + type + ", fetch size " + fetch,
                (connection, seen) -> {
                  connection.setAutoCommit(false);
                  try (Statement statement =
                      connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
                    seen.step("fetch size", () -> statement.setFetchSize(fetch));
                    seen.step("most rows", () -> statement.setMaxRows(7));
                    ResultSet rows = statement.executeQuery("SELECT generate_series(1, 9) AS n");
                    move(rows, seen);
                    seen.call("type", rows::getType);
                    seen.call("fetch size", rows::getFetchSize);
                    seen.call("cursor name", rows::getCursorName);
                    seen.step("close", rows::close);
                    seen.call("next", rows::next);
                    seen.call("closed", rows::isClosed);
                  }
                  seen.step("commit", connection::commit);
                }));
      }
    }
    return programs.stream();
  }

  private static void move(ResultSet rows, Transcript seen) {
    seen.call("before first", rows::isBeforeFirst);
    seen.call("next", rows::next);
    seen.call("value", () -> rows.getInt("n"));
    seen.call("first", rows::isFirst);
    seen.call("absolute", () -> rows.absolute(3));
    seen.call("relative", () -> rows.relative(-1));
    seen.call("value", () -> rows.getInt(1));
    seen.call("last", rows::last);
    seen.call("row", rows::getRow);
    seen.call("previous", rows::previous);
    seen.step("after last", rows::afterLast);
    seen.call("is after", rows::isAfterLast);
    seen.call("next", rows::next);
    seen.call("value", () -> rows.getInt(1));
    seen.step("before first", rows::beforeFirst);
    for (int i = 0; i < 8; i++) {
      seen.call("next", rows::next);
    }
    seen.step("direction", () -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
    seen.call("find", () -> rows.findColumn("N"));
    seen.call("not there", () -> rows.findColumn("m"));
  }

  private static Stream<Program> updatable() {
    return Stream.of(
        new Program(
            "updatable rows",
            (connection, seen) -> {
              try (Statement statement =
                      connection.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows =
                      statement.executeQuery("SELECT id, name FROM goods ORDER BY id")) {
                seen.call("next", rows::next);
                seen.step("set", () -> rows.updateString("name", "changed"));
                seen.step("update", rows::updateRow);
                seen.call("updated", rows::rowUpdated);
                seen.call("next", rows::next);
                seen.step("delete", rows::deleteRow);
                seen.step("insert row", rows::moveToInsertRow);
                seen.step("id", () -> rows.updateInt(1, 77));
                seen.step("name", () -> rows.updateString(2, "new"));
                seen.step("insert", rows::insertRow);
                seen.step("back", rows::moveToCurrentRow);
                seen.call("value", () -> rows.getString(2));
                seen.step("refresh", rows::refreshRow);
                seen.step("cancel", rows::cancelRowUpdates);
                seen.step("null", () -> rows.updateNull("name"));
                seen.step("update", rows::updateRow);
              }
              count(connection, seen);
            }),
        new Program(
            "rows that cannot be updated",
            (connection, seen) -> {
              try (Statement statement = connection.createStatement();
                  ResultSet rows = statement.executeQuery("SELECT id, name FROM goods")) {
                seen.call("next", rows::next);
                seen.step("set", () -> rows.updateString("name", "changed"));
                seen.step("update", rows::updateRow);
                seen.step("insert row", rows::moveToInsertRow);
              }
            }));
  }

  private static Stream<Program> calls() {
    return Stream.of(
        new Program(
            "calls",
            (connection, seen) -> {
              try (CallableStatement call = connection.prepareCall("{? = call upper(?)}")) {
                call.registerOutParameter(1, Types.VARCHAR);
                call.setString(2, "a");
                seen.call("execute", call::execute);
                seen.call("result", () -> call.getString(1));
                seen.call("was null", call::wasNull);
                seen.call("wrong type", () -> call.getInt(1));
                seen.call("no out", () -> call.getString(2));
                seen.call("by name", () -> call.getString("x"));
              }
              try (CallableStatement call = connection.prepareCall("{call no_such(?)}")) {
                call.setInt(1, 1);
                seen.call("missing", call::execute);
              }
              try (CallableStatement call = connection.prepareCall("{? = call upper(?)}")) {
                call.setString(2, "a");
                seen.call("not registered", call::execute);
              }
            }));
  }

  private static Stream<Program> misc() {
    return Stream.of(
        new Program(
            "settings of a statement",
            (connection, seen) -> {
              Statement statement = connection.createStatement();
              seen.call("timeout", statement::getQueryTimeout);
              seen.step("timeout", () -> statement.setQueryTimeout(-1));
              seen.step("timeout", () -> statement.setQueryTimeout(3));
              seen.call("timeout", statement::getQueryTimeout);
              seen.call("rows", statement::getMaxRows);
              seen.step("rows", () -> statement.setMaxRows(-1));
              seen.step("rows", () -> statement.setMaxRows(1));
              seen.call("query", () -> statement.executeQuery("SELECT * FROM goods ORDER BY id"));
              seen.call("field", statement::getMaxFieldSize);
              seen.step("field", () -> statement.setMaxFieldSize(3));
              seen.call("query", () -> statement.executeQuery("SELECT * FROM goods ORDER BY id"));
              seen.call("direction", statement::getFetchDirection);
              seen.step("direction", () -> statement.setFetchDirection(7));
              seen.call("type", statement::getResultSetType);
              seen.call("concurrency", statement::getResultSetConcurrency);
              seen.call("holdability", statement::getResultSetHoldability);
              seen.call("poolable", statement::isPoolable);
              seen.step("complete", statement::closeOnCompletion);
              seen.call("completes", statement::isCloseOnCompletion);
              seen.step("cancel", statement::cancel);
              seen.step("close", statement::close);
              seen.step("close", statement::close);
              seen.call("closed", statement::isClosed);
              seen.call("after", () -> statement.execute("SELECT 1"));
              seen.call("after", statement::getQueryTimeout);
            }),
        new Program(
            "a timeout",
            (connection, seen) -> {
              try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                seen.call("slow", () -> statement.execute("SELECT pg_sleep(20)"));
                seen.call("quick", () -> statement.execute("SELECT 1"));
              }
            }),
        new Program(
            "closed on completion",
            (connection, seen) -> {
              Statement statement = connection.createStatement();
              statement.closeOnCompletion();
              ResultSet rows = statement.executeQuery("SELECT 1");
              seen.call("open", statement::isClosed);
              rows.close();
              seen.call("closed", statement::isClosed);
            }));
  }
}
