package io.swiveljdbc.trial.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** SQL texts, executed in all ways, in auto-commit, in a transaction and prepared. */
public final class TextPrograms {

  private TextPrograms() {}

  /** Programs for each of these texts; what is none is refused when it is prepared, or later. */
  public static Stream<Program> all(List<String> texts) {
    return Stream.concat(
        texts.stream().flatMap(text -> Stream.of(plain(text, true), plain(text, false))),
        texts.stream().filter(text -> !text.isEmpty()).map(TextPrograms::prepared));
  }

  private static Program plain(String text, boolean autoCommit) {
    return new Program(
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
        });
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

  /** All results that a statement has, and what comes after the last. */
  public static void results(Statement statement, Transcript seen) {
    for (int i = 0; i < 4; i++) {
      seen.call("result", statement::getResultSet);
      seen.call("count", statement::getUpdateCount);
      seen.call("large count", statement::getLargeUpdateCount);
      seen.call("more", statement::getMoreResults);
    }
  }

  /** What is there in the end. */
  public static void count(Connection connection, Transcript seen) {
    seen.call(
        "what is there",
        () -> {
          try (Statement statement = connection.createStatement()) {
            return Transcript.show(statement.executeQuery("SELECT * FROM goods ORDER BY id, name"));
          }
        });
  }

  private static Program prepared(String text) {
    return new Program(
        "prepared: " + text, (connection, seen) -> usePrepared(connection, text, seen));
  }

  private static void usePrepared(Connection connection, String text, Transcript seen)
      throws Exception {
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
  }

  /** Executes a text, and shows its rows or its count. */
  public static void execute(Connection connection, Transcript seen, String sql) {
    seen.call(
        sql,
        () -> {
          try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            return rows ? Transcript.show(statement.getResultSet()) : statement.getUpdateCount();
          }
        });
  }

  private static Object set(PreparedStatement statement, int index) throws Exception {
    statement.setInt(index, 1);
    return statement.execute();
  }
}
