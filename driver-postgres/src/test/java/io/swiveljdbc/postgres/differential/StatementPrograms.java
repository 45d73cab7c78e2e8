package io.swiveljdbc.postgres.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Statements in all their ways: texts, batches, keys, errors. */
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
    return Stream.of(texts(), prepared(), batches(), keys()).flatMap(all -> all);
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

  static void count(Connection connection, Transcript seen) {
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
}
