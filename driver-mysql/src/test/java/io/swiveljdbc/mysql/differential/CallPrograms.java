package io.swiveljdbc.mysql.differential;

import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.Transcript;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.stream.Stream;

/** Stored procedures: parameters that come out, several results, errors in the middle. */
final class CallPrograms {

  private CallPrograms() {}

  static Stream<Program> all() {
    Stream<Program> programs =
        Stream.of(
            new Program("call with parameters", CallPrograms::parameters),
            new Program("call by names", CallPrograms::names),
            new Program("call by wrong names", CallPrograms::wrongNames),
            new Program("call of a function", CallPrograms::function),
            new Program("call with several results", CallPrograms::several),
            new Program("call with results kept open", CallPrograms::keptOpen),
            new Program("call that fails", CallPrograms::fails),
            new Program("call of what is missing", CallPrograms::missing),
            new Program("call in a batch", CallPrograms::batch),
            new Program("call in a transaction", CallPrograms::transaction));
    return programs.flatMap(program -> Stream.of(program, program.with("useServerPrepStmts=true")));
  }

  private static void parameters(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call twice(?, ?, ?)}")) {
      call.setInt(1, 21);
      call.registerOutParameter(2, Types.INTEGER);
      call.setString(3, "ab");
      call.registerOutParameter(3, Types.VARCHAR);
      seen.call("before", () -> call.getInt(2));
      seen.call("execute", call::execute);
      TextPrograms.results(call, seen);
      seen.call("out", () -> call.getInt(2));
      seen.call("as text", () -> call.getString(2));
      seen.call("as object", () -> call.getObject(2));
      seen.call("in and out", () -> call.getString(3));
      seen.call("was null", call::wasNull);
      seen.call("no out", () -> call.getInt(1));
      seen.call("beyond", () -> call.getInt(9));
      call.setInt(1, 4);
      seen.call("again", call::executeQuery);
      seen.call("out", () -> call.getInt(2));
      seen.call("parameters", call::getParameterMetaData);
      seen.step("clear", call::clearParameters);
      seen.call("cleared", call::execute);
    }
  }

  private static void names(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call twice(?, ?, ?)}")) {
      seen.step("a", () -> call.setInt("a", 5));
      seen.step("c", () -> call.setString("c", "x"));
      seen.step("b out", () -> call.registerOutParameter("b", Types.BIGINT));
      seen.step("c out", () -> call.registerOutParameter("c", Types.VARCHAR));
      seen.call("execute", call::execute);
      seen.call("b", () -> call.getLong("b"));
      seen.call("c", () -> call.getObject("c"));
      seen.call("wrong", () -> call.getObject("none"));
    }
  }

  private static void wrongNames(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call twice(?, ?, ?)}")) {
      seen.step("none", () -> call.setInt("none", 5));
      seen.call("execute", call::execute);
    }
  }

  private static void function(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{? = call shout(?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "loud");
      seen.call("execute", call::execute);
      seen.call("result", () -> call.getString(1));
      seen.call("wrong type", () -> call.getInt(1));
      seen.call("update", call::executeUpdate);
    }
    try (CallableStatement call = connection.prepareCall("{? = call shout(?)}")) {
      call.setString(2, "loud");
      seen.call("not registered", call::execute);
    }
  }

  private static void several(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call several()}")) {
      seen.call("execute", call::execute);
      TextPrograms.results(call, seen);
      seen.call("query", call::executeQuery);
      seen.call("update", call::executeUpdate);
      TextPrograms.results(call, seen);
    }
    TextPrograms.count(connection, seen);
  }

  private static void keptOpen(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call several()}")) {
      call.execute();
      ResultSet first = call.getResultSet();
      seen.call("keep", () -> call.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      seen.call("first", () -> first);
      seen.call("second", call::getResultSet);
      seen.call("close all", () -> call.getMoreResults(Statement.CLOSE_ALL_RESULTS));
      seen.call("closed", first::isClosed);
      seen.call("wrong", () -> call.getMoreResults(77));
    }
  }

  private static void fails(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call fails()}")) {
      seen.call("execute", call::execute);
      TextPrograms.results(call, seen);
      seen.call("query", call::executeQuery);
      seen.call("again", call::execute);
    }
    TextPrograms.count(connection, seen);
  }

  private static void missing(Connection connection, Transcript seen) {
    seen.call(
        "all",
        () -> {
          try (CallableStatement call = connection.prepareCall("{call no_such(?)}")) {
            call.setInt(1, 1);
            return call.execute();
          }
        });
  }

  private static void batch(Connection connection, Transcript seen) throws Exception {
    try (CallableStatement call = connection.prepareCall("{call add(?)}")) {
      for (String name : new String[] {"a", "b", "c"}) {
        call.setString(1, name);
        call.addBatch();
      }
      seen.call("batch", call::executeBatch);
    }
    TextPrograms.count(connection, seen);
  }

  private static void transaction(Connection connection, Transcript seen) throws Exception {
    connection.setAutoCommit(false);
    try (CallableStatement call = connection.prepareCall("{call add(?)}")) {
      call.setString(1, "gone");
      seen.call("execute", call::executeUpdate);
      seen.step("rollback", connection::rollback);
      call.setString(1, "stays");
      seen.call("execute", call::executeUpdate);
      seen.step("commit", connection::commit);
    }
    TextPrograms.count(connection, seen);
  }
}
