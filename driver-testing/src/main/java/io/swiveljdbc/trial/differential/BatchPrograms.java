package io.swiveljdbc.trial.differential;

import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Batches, with and without errors in them, and generated keys. */
public final class BatchPrograms {

  private BatchPrograms() {}

  /** All of them. */
  public static Stream<Program> all() {
    return Stream.concat(batches(), keys());
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
                  TextPrograms.count(connection, seen);
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
              TextPrograms.count(connection, seen);
            }));
  }
}
