package io.swiveljdbc.postgres.differential;

import io.swiveljdbc.trial.differential.BatchPrograms;
import io.swiveljdbc.trial.differential.ConnectionPrograms;
import io.swiveljdbc.trial.differential.MetadataPrograms;
import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.ResultPrograms;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.Transcript;
import io.swiveljdbc.trial.differential.TypePrograms;
import io.swiveljdbc.trial.differential.WalkPrograms;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs in PostgreSQL's SQL, and those about what only PostgreSQL has. */
final class PostgresPrograms {

  private static final List<String> VALUES =
      List.of(
          "true",
          "7::int2",
          "-7::int4",
          "9223372036854775807::int8",
          "1.5::float4",
          "'NaN'::float8",
          "12.50::numeric(10,2)",
          "1e30::numeric",
          "'text'::text",
          "''::varchar(9)",
          "'ab'::char(5)",
          "'\\x00ff'::bytea",
          "'2026-11-26'::date",
          "'infinity'::date",
          "'12:34:56.789'::time",
          "'12:34:56+02'::timetz",
          "'2026-11-26 12:34:56.123456'::timestamp",
          "'2026-11-26 12:34:56+02'::timestamptz",
          "'1 day 2 hours'::interval",
          "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
          "'{\"a\":1}'::jsonb",
          "'<a/>'::xml",
          "B'101'",
          "ARRAY[1,2,NULL]::int4[]",
          "ARRAY['a','b']::text[][]",
          "ROW(1,'a')",
          "'(1,2)'::point",
          "'192.168.0.1'::inet",
          "'12.34'::money",
          "int4range(1,5)",
          "NULL::int4",
          "NULL::text");

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

  private static final List<String> WALKED =
      List.of(
          "SELECT id, name FROM goods ORDER BY id",
          "UPDATE goods SET name = name || '!' WHERE id <= 2",
          "DELETE FROM goods WHERE id = 1",
          "SELECT 1/0",
          "SELECT count(*) FROM goods; SELECT 2",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "COMMIT AND CHAIN",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "SET statement_timeout = '5s'",
          "SET LOCAL statement_timeout = '7s'",
          "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
          "SHOW statement_timeout",
          "SHOW transaction_isolation",
          "CREATE TEMPORARY TABLE kept (id int)",
          "DROP TABLE IF EXISTS kept");

  private static final Map<String, String> PARAMETERS =
      Stream.of("text", "int4", "numeric", "timestamptz", "bytea", "bool", "date", "uuid")
          .collect(Collectors.toMap(Function.identity(), type -> "?::" + type));

  private PostgresPrograms() {}

  static Stream<Program> all() {
    return Stream.of(
            MetadataPrograms.all(),
            TypePrograms.all(VALUES, "", PARAMETERS),
            TypePrograms.several("SELECT ?::bytea, ?::text, ?::text", "SELECT ?::int4, ?"),
            TextPrograms.all(TEXTS),
            BatchPrograms.all(),
            ResultPrograms.all("SELECT pg_sleep(20)"),
            ConnectionPrograms.all("SHOW transaction_isolation"),
            WalkPrograms.all(50, WALKED),
            ofPostgres())
        .flatMap(all -> all);
  }

  private static Stream<Program> ofPostgres() {
    return Stream.of(
        new Program("calls", PostgresPrograms::calls),
        new Program("a batch in which something is not set", PostgresPrograms::gaps),
        new Program("schema and catalog", PostgresPrograms::schema),
        new Program("client info", PostgresPrograms::clientInfo),
        new Program("two-phase commit", PostgresPrograms::twoPhase));
  }

  private static void calls(Connection connection, Transcript seen) throws Exception {
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
  }

  /** What is not set in a row must not come from another. */
  private static void gaps(Connection connection, Transcript seen) throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO goods (id, name) VALUES (?, ?)")) {
      insert.setInt(1, 20);
      seen.step("add", insert::addBatch);
      insert.setString(2, "of another");
      seen.call("execute", insert::executeUpdate);
      insert.setInt(1, 21);
      seen.step("add", insert::addBatch);
      seen.call("batch", insert::executeBatch);
    }
    TextPrograms.count(connection, seen);
  }

  private static void schema(Connection connection, Transcript seen) {
    seen.step("set", () -> connection.setSchema("pg_catalog"));
    seen.call("get", connection::getSchema);
    TextPrograms.execute(connection, seen, "SELECT current_schema()");
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
    TextPrograms.execute(connection, seen, "SHOW application_name");
    seen.call("unknown", () -> connection.getClientInfo("Unknown"));
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "shelf");
    seen.step("all", () -> connection.setClientInfo(properties));
    TextPrograms.execute(connection, seen, "SHOW application_name");
    seen.call("valid", () -> connection.isValid(0));
    seen.call("not valid", () -> connection.isValid(-1));
  }

  private static void twoPhase(Connection connection, Transcript seen) throws Exception {
    connection.setAutoCommit(false);
    TextPrograms.execute(connection, seen, "INSERT INTO goods (name) VALUES ('a')");
    TextPrograms.execute(connection, seen, "PREPARE TRANSACTION 'one'");
    seen.step("rollback", connection::rollback);
    connection.setAutoCommit(true);
    TextPrograms.execute(connection, seen, "ROLLBACK PREPARED 'one'");
    TextPrograms.execute(connection, seen, "SELECT count(*) FROM goods");
  }
}
