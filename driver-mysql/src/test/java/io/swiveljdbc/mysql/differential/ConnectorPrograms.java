package io.swiveljdbc.mysql.differential;

import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.Transcript;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** What Connector/J has beside JDBC, and what it does in ways of its own. */
final class ConnectorPrograms {

  private ConnectorPrograms() {}

  static Stream<Program> all() {
    Stream<Program> programs =
        Stream.of(
            new Program("streaming", ConnectorPrograms::streaming),
            new Program("fetching", ConnectorPrograms::fetching),
            new Program("load data", ConnectorPrograms::load),
            new Program("load data from a file", ConnectorPrograms::loadFile),
            new Program("statements used again", ConnectorPrograms::again),
            new Program("keys of many rows", ConnectorPrograms::keys),
            new Program("unwrapped", ConnectorPrograms::unwrapped),
            new Program("attributes of a query", ConnectorPrograms::attributes),
            new Program("a text in words", ConnectorPrograms::inWords));
    return programs.flatMap(
        program ->
            Stream.of(
                program,
                program.with("useServerPrepStmts=true&cachePrepStmts=true"),
                program.with("useCursorFetch=true&allowLoadLocalInfile=true"),
                program.with("defaultFetchSize=-2147483648&rewriteBatchedStatements=true")));
  }

  private static void streaming(Connection connection, Transcript seen) throws Exception {
    try (PreparedStatement query = connection.prepareStatement("SELECT name FROM goods");
        Statement other = connection.createStatement()) {
      query.setFetchSize(Integer.MIN_VALUE);
      seen.call("all", query::executeQuery);
      ResultSet rows = query.executeQuery();
      seen.call("next", rows::next);
      seen.call("value", () -> rows.getString(1));
      seen.call("another while it is open", () -> other.executeQuery("SELECT 1"));
      seen.call("absolute", () -> rows.absolute(1));
      seen.call("last", rows::isLast);
      seen.call("next", rows::next);
      seen.step("close", rows::close);
      seen.call("another", () -> other.executeQuery("SELECT 1"));
    }
  }

  private static void fetching(Connection connection, Transcript seen) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      seen.call("fetch size", statement::getFetchSize);
      statement.setFetchSize(2);
      ResultSet rows = statement.executeQuery("SELECT id, name FROM goods ORDER BY id");
      seen.call("next", rows::next);
      seen.call("size", rows::getFetchSize);
      seen.step("commit", connection::commit);
      seen.call("next", rows::next);
      seen.call("next", rows::next);
      seen.call("value", () -> rows.getString("name"));
      seen.call("next", rows::next);
    }
  }

  private static void load(Connection connection, Transcript seen) throws Exception {
    try (Statement statement = connection.createStatement()) {
      byte[] lines = "7\tseven\n8\teight\n9\n".getBytes(StandardCharsets.US_ASCII);
      seen.step(
          "stream",
          () ->
              statement
                  .unwrap(JdbcStatement.class)
                  .setLocalInfileInputStream(new ByteArrayInputStream(lines)));
      String load = "LOAD DATA LOCAL INFILE 'stream' INTO TABLE goods";
      seen.call("load", () -> statement.executeUpdate(load));
      seen.call("warnings", statement::getWarnings);
    }
    TextPrograms.count(connection, seen);
  }

  private static void loadFile(Connection connection, Transcript seen) throws Exception {
    Path file = Files.writeString(Path.of("target", "goods.txt"), "7,seven\n8,eight\n");
    try (Statement statement = connection.createStatement()) {
      String load = "LOAD DATA LOCAL INFILE '%s' INTO TABLE goods FIELDS TERMINATED BY ','";
      seen.call("load", () -> statement.executeUpdate(load.formatted(file)));
      seen.call("missing", () -> statement.executeUpdate(load.formatted("no such file")));
      seen.call("after it", () -> statement.executeQuery("SELECT 1"));
    }
    TextPrograms.count(connection, seen);
  }

  private static void again(Connection connection, Transcript seen) throws Exception {
    for (int i = 1; i <= 4; i++) {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT name, ? FROM goods WHERE id = ?")) {
        query.setString(1, "x" + i);
        query.setInt(2, i);
        seen.call("query", query::executeQuery);
        seen.call("columns", query::getMetaData);
        seen.call("parameters", query::getParameterMetaData);
      }
    }
    TextPrograms.execute(connection, seen, "ALTER TABLE goods ADD COLUMN more int DEFAULT 5");
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM goods")) {
      seen.call("query", query::executeQuery);
      TextPrograms.execute(connection, seen, "ALTER TABLE goods DROP COLUMN more");
      seen.call("query", query::executeQuery);
    }
  }

  private static void keys(Connection connection, Transcript seen) throws Exception {
    String sql = "INSERT INTO goods (name) VALUES (?) ON DUPLICATE KEY UPDATE name = 'twice'";
    try (PreparedStatement insert =
            connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 7; i++) {
        insert.setString(1, "k" + i);
        insert.addBatch();
      }
      seen.call("batch", insert::executeBatch);
      seen.call("keys", insert::getGeneratedKeys);
      String many = "INSERT INTO goods (name) VALUES ('a'), ('b'), ('c')";
      seen.call("many", () -> statement.executeUpdate(many, Statement.RETURN_GENERATED_KEYS));
      seen.call("keys", statement::getGeneratedKeys);
      seen.call("last", () -> statement.executeQuery("SELECT last_insert_id()"));
    }
    TextPrograms.count(connection, seen);
  }

  private static void unwrapped(Connection connection, Transcript seen) throws SQLException {
    seen.call("wrapper", () -> connection.isWrapperFor(JdbcConnection.class));
    JdbcConnection its = connection.unwrap(JdbcConnection.class);
    seen.call("database", its::getDatabase);
    seen.call("version", its::getServerVersion);
    seen.call(
        "in a transaction", () -> its.getSession().getServerSession().inTransactionOnServer());
    seen.call("encoding", its::getCharacterSetMetadata);
    TextPrograms.execute(connection, seen, "SELECT 1");
  }

  private static void attributes(Connection connection, Transcript seen) throws Exception {
    try (Statement statement = connection.createStatement()) {
      JdbcStatement its = statement.unwrap(JdbcStatement.class);
      seen.step("attribute", () -> its.setAttribute("a", "b"));
      seen.call("query", () -> statement.executeQuery("SELECT 1"));
      seen.step("clear", its::clearAttributes);
    }
  }

  private static void inWords(Connection connection, Transcript seen) throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO goods VALUES (?, ?)")) {
      insert.setInt(1, 1);
      insert.setString(2, "twice");
      seen.call("insert", insert::executeUpdate);
      insert.setInt(1, 10);
      seen.call("insert", insert::executeUpdate);
      seen.call("text", insert::toString);
    }
  }
}
