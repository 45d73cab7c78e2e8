package io.swiveljdbc.mysql.differential;

import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.Transcript;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** What the server says of the statement before, where that has changed its session. */
final class DiagnosticsPrograms {

  private static final List<String> CHANGES =
      List.of(
          "SELECT SQL_CALC_FOUND_ROWS @n := id FROM goods LIMIT 1",
          "SELECT id, CAST(name AS SIGNED) INTO @x, @y FROM goods WHERE id = 2",
          "SET @x = 1 + 1",
          "SET @x = CAST('y' AS SIGNED), max_execution_time = 7000 + 5",
          "SET sql_mode = CONCAT('ANSI', '_QUOTES')",
          "CALL twice(1, @x, @y)",
          "GET DIAGNOSTICS @n = NUMBER",
          "UPDATE goods SET name = (@n := 'n') WHERE id < 3",
          "INSERT INTO goods (name) SELECT @n := name FROM goods");

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT FOUND_ROWS()",
          "SELECT ROW_COUNT()",
          "SELECT ROW_COUNT(), LAST_INSERT_ID()",
          "SHOW WARNINGS",
          "SELECT @@warning_count");

  private DiagnosticsPrograms() {}

  static Stream<Program> all() {
    Stream<Program> plain =
        CHANGES.stream()
            .map(text -> new Program("after " + text, (c, seen) -> after(c, seen, text)));
    return Stream.concat(
        plain,
        Stream.of(
            new Program("after parameters", DiagnosticsPrograms::parameters),
            new Program("after parameters", DiagnosticsPrograms::parameters)
                .with("useServerPrepStmts=true"),
            new Program("tracked after changes", DiagnosticsPrograms::tracked)
                .with("trackSessionState=true")));
  }

  private static void after(Connection connection, Transcript seen, String change)
      throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      connection.setAutoCommit(autoCommit);
      for (String question : QUESTIONS) {
        TextPrograms.execute(connection, seen, "SELECT SQL_CALC_FOUND_ROWS id FROM goods LIMIT 2");
        TextPrograms.execute(connection, seen, change);
        TextPrograms.execute(connection, seen, question);
      }
      try (Statement statement = connection.createStatement()) {
        seen.call("change", () -> statement.execute(change));
        seen.call("warnings", statement::getWarnings);
      }
      TextPrograms.execute(connection, seen, "SELECT @n, @x, @y, @@max_execution_time");
    }
    seen.step("rollback", connection::rollback);
  }

  private static void parameters(Connection connection, Transcript seen) throws Exception {
    try (PreparedStatement set = connection.prepareStatement("SET @x = ?, @y = ?")) {
      for (Object value : new Object[] {"text", 7, 7.5, true, null, new byte[] {1}}) {
        TextPrograms.execute(connection, seen, "SELECT SQL_CALC_FOUND_ROWS id FROM goods LIMIT 2");
        set.setObject(1, value);
        set.setString(2, "a'b\\");
        seen.call("set", set::execute);
        TextPrograms.execute(connection, seen, "SELECT FOUND_ROWS(), ROW_COUNT()");
        TextPrograms.execute(connection, seen, "SELECT @x, @y, @x / 2");
      }
    }
  }

  private static void tracked(Connection connection, Transcript seen) {
    TextPrograms.execute(connection, seen, "SET @@session.session_track_state_change = ON");
    for (String change : CHANGES) {
      TextPrograms.execute(connection, seen, change);
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
  }
}
