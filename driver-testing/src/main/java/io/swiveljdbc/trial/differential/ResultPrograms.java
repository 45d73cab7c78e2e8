package io.swiveljdbc.trial.differential;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What statements give back: cursors, rows that can be updated, results of calls; their settings.
 */
public final class ResultPrograms {

  /** The numbers from 1 to 9 as {@code n}. */
  static final String NUMBERS =
      "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 9) SELECT n FROM s";

  private ResultPrograms() {}

  /**
   * All of them.
   *
   * @param slow takes 20 s
   */
  public static Stream<Program> all(String slow) {
    return Stream.of(cursors(), updatable(), settings(slow)).flatMap(all -> all);
  }

  private static Stream<Program> cursors() {
    List<Program> programs = new ArrayList<>();
    int[] types = {
      ResultSet.TYPE_FORWARD_ONLY,
      ResultSet.TYPE_SCROLL_INSENSITIVE,
      ResultSet.TYPE_SCROLL_SENSITIVE
    };
    for (int type : types) {
      for (int fetch : new int[] {0, 2, -1, Integer.MIN_VALUE}) {
        programs.add(
            Program.reading(
                "cursor of type " + type + ", fetch size " + fetch,
                (connection, seen) -> {
                  connection.setAutoCommit(false);
                  try (Statement statement =
                      connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
                    seen.step("fetch size", () -> statement.setFetchSize(fetch));
                    seen.step("most rows", () -> statement.setMaxRows(7));
                    ResultSet rows = statement.executeQuery(NUMBERS);
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
              TextPrograms.count(connection, seen);
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

  private static Stream<Program> settings(String slow) {
    return Stream.of(
        Program.reading(
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
        Program.reading(
            "a timeout",
            (connection, seen) -> {
              try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                seen.call("slow", () -> statement.execute(slow));
                seen.call("quick", () -> statement.execute("SELECT 1"));
              }
            }),
        Program.reading(
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
