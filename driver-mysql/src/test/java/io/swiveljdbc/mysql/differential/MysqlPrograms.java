package io.swiveljdbc.mysql.differential;

import io.swiveljdbc.trial.differential.BatchPrograms;
import io.swiveljdbc.trial.differential.ConnectionPrograms;
import io.swiveljdbc.trial.differential.MetadataPrograms;
import io.swiveljdbc.trial.differential.Program;
import io.swiveljdbc.trial.differential.ResultPrograms;
import io.swiveljdbc.trial.differential.TextPrograms;
import io.swiveljdbc.trial.differential.TypePrograms;
import io.swiveljdbc.trial.differential.WalkPrograms;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The programs in MySQL's SQL, with the options of Connector/J that change what it does. */
final class MysqlPrograms {

  private static final String PREPARED_THERE = "useServerPrepStmts=true&cachePrepStmts=true";
  private static final String REWRITTEN = "rewriteBatchedStatements=true";
  private static final String BY_CURSOR = "useCursorFetch=true&defaultFetchSize=2";
  private static final String PLAIN_NUMBERS = "tinyInt1isBit=false&yearIsDateType=false";
  private static final String SEVERAL = "allowMultiQueries=true";

  private static final List<String> VALUES =
      List.of(
          "true",
          "b'1'",
          "b'101'",
          "CAST(7 AS SIGNED)",
          "-7",
          "9223372036854775807",
          "18446744073709551615",
          "CAST(7 AS UNSIGNED)",
          "1.5",
          "1.5e0",
          "1e300",
          "CAST(12.50 AS DECIMAL(10,2))",
          "CAST(1.5 AS FLOAT)",
          "'text'",
          "''",
          "'12.34'",
          "CAST('ab' AS CHAR(5))",
          "_binary'ab'",
          "x'00ff'",
          "DATE'2026-11-26'",
          "TIME'12:34:56.789'",
          "TIME'-100:00:00'",
          "TIMESTAMP'2026-11-26 12:34:56.123456'",
          "CAST('2026' AS YEAR)",
          "CAST('{\"a\": 1}' AS JSON)",
          "POINT(1, 2)",
          "NULL",
          "CAST(NULL AS SIGNED)",
          "1 = 1",
          "1 / 0",
          "tiny",
          "tiny_one",
          "small",
          "big",
          "flag",
          "bits",
          "single_precision",
          "decimals",
          "fixed",
          "texts",
          "bytes",
          "blobs",
          "days",
          "hours",
          "moments",
          "stamps",
          "years",
          "one_of",
          "some_of",
          "documents",
          "places");

  private static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "bare", "?",
              "char", "CAST(? AS CHAR)",
              "signed", "CAST(? AS SIGNED)",
              "decimal", "CAST(? AS DECIMAL(10,2))",
              "datetime", "CAST(? AS DATETIME(6))",
              "hex", "HEX(?)",
              "date", "CAST(? AS DATE)",
              "json", "CAST(? AS JSON)"));

  private static final List<String> TEXTS =
      List.of(
          "SELECT id, name FROM goods ORDER BY id",
          "SELECT * FROM goods WHERE false",
          "INSERT INTO goods (name) VALUES ('x'), ('y')",
          "INSERT INTO goods (id, name) VALUES (1, 'o') ON DUPLICATE KEY UPDATE name = 'o'",
          "REPLACE INTO goods VALUES (1, 'r')",
          "INSERT IGNORE INTO goods VALUES (1, 'i'), (9, NULL)",
          "UPDATE goods SET name = concat(name, '!') WHERE id <= 2",
          "UPDATE goods SET name = name",
          "DELETE FROM goods WHERE id = 1",
          "CREATE TABLE other (id int)",
          "TRUNCATE TABLE goods",
          "SELECT 1; SELECT 2",
          "",
          ";",
          "-- nothing",
          "# nothing",
          "SELECT 1 -- one",
          "SELECT /*! 1 + */ 1",
          "SELECT 1/0",
          "SELEC 1",
          "SELECT * FROM no_such_table",
          "SELECT nothing FROM goods",
          "INSERT INTO goods (id, name) VALUES (1, 'twice')",
          "INSERT INTO goods (name) VALUES (NULL)",
          "INSERT INTO goods (name) VALUES ('longer than twenty characters')",
          "SELECT CAST('x' AS SIGNED), CAST('1y' AS SIGNED)",
          "SELECT {fn ucase('a')}, {d '2026-11-26'}, {ts '2026-11-26 12:00:00'}",
          "SELECT 'a?b', \"?\", 'it''s', 'back\\'slash', `id?` FROM (SELECT 1 AS `id?`) x",
          "BEGIN",
          "START TRANSACTION READ ONLY",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT",
          "COMMIT",
          "ROLLBACK",
          "COMMIT AND CHAIN",
          "SAVEPOINT s",
          "SET max_execution_time = 5000",
          "SET @a := 7",
          "SELECT @a := 7, @a",
          "SET autocommit = 0",
          "SET NAMES latin1",
          "SHOW VARIABLES LIKE 'max_execution_time'",
          "SHOW TABLES",
          "SHOW WARNINGS",
          "EXPLAIN FORMAT=TRADITIONAL SELECT 1",
          "DESCRIBE goods",
          "VALUES ROW(1, 'a'), ROW(2, 'b')",
          "TABLE goods",
          "DO SLEEP(0)",
          "CALL several()",
          "CALL quiet()",
          "CALL fails()",
          "SELECT shout('a')",
          "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'so'",
          "USE mysql",
          "LOCK TABLES goods WRITE",
          "HANDLER goods OPEN",
          "LOAD DATA LOCAL INFILE 'no such file' INTO TABLE goods",
          "SELECT last_insert_id(), found_rows()",
          "CREATE TEMPORARY TABLE kept (id int)");

  private static final List<String> AT_ONCE =
      List.of(
          "SELECT 1; SELECT 2",
          "INSERT INTO goods (name) VALUES ('m'); SELECT count(*) FROM goods; DELETE FROM goods",
          "SELECT 1; SELEC 2; SELECT 3",
          "CALL several(); SELECT 3",
          "BEGIN; INSERT INTO goods (name) VALUES ('t'); COMMIT",
          "BEGIN; INSERT INTO goods (name) VALUES ('t'); ROLLBACK",
          "SET @a := 7; SELECT @a");

  private static final List<String> WALKED =
      List.of(
          "SELECT id, name FROM goods ORDER BY id",
          "UPDATE goods SET name = concat(name, '!') WHERE id <= 2",
          "DELETE FROM goods WHERE id = 1",
          "INSERT INTO goods (name) VALUES (NULL)",
          "SELEC 1",
          "BEGIN",
          "START TRANSACTION READ ONLY",
          "COMMIT",
          "ROLLBACK",
          "COMMIT AND CHAIN",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "SET SESSION max_execution_time = 5000",
          "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
          "SELECT @@max_execution_time, @@transaction_isolation, @@autocommit",
          "SET @a := 7",
          "SELECT @a",
          "CALL several()",
          "CALL quiet()",
          "CREATE TABLE IF NOT EXISTS other (id int)",
          "CREATE TEMPORARY TABLE kept (id int)",
          "DROP TEMPORARY TABLE IF EXISTS kept",
          "LOCK TABLES goods WRITE",
          "UNLOCK TABLES");

  private MysqlPrograms() {}

  static Stream<Program> all() {
    return Stream.of(
            // Without the first, each table of each database would be asked for.
            with(MetadataPrograms.all(), "nullDatabaseMeansCurrent=true"),
            with(
                MetadataPrograms.all(),
                "nullDatabaseMeansCurrent=true&useInformationSchema=true&databaseTerm=SCHEMA"),
            types(),
            TextPrograms.all(TEXTS),
            with(TextPrograms.all(AT_ONCE), SEVERAL),
            with(TextPrograms.all(TEXTS).filter(MysqlPrograms::isPrepared), PREPARED_THERE),
            BatchPrograms.all(),
            with(BatchPrograms.all(), REWRITTEN),
            with(BatchPrograms.all(), REWRITTEN + "&" + PREPARED_THERE),
            with(BatchPrograms.all(), "continueBatchOnError=false"),
            ResultPrograms.all("SELECT SLEEP(20)"),
            with(ResultPrograms.all("SELECT SLEEP(20)").limit(15), BY_CURSOR),
            ConnectionPrograms.all("SELECT @@transaction_isolation"),
            WalkPrograms.all(50, WALKED),
            with(WalkPrograms.all(15, WALKED), PREPARED_THERE + "&" + REWRITTEN),
            ConnectorPrograms.all(),
            SessionPrograms.all(),
            DiagnosticsPrograms.all(),
            CallPrograms.all())
        .flatMap(all -> all);
  }

  private static Stream<Program> types() {
    String streams = "SELECT CAST(? AS BINARY), ?, ?";
    String nulls = "SELECT CAST(? AS SIGNED), ?";
    String kinds = " FROM kinds";
    return Stream.of(
            TypePrograms.all(VALUES, kinds, PARAMETERS),
            with(TypePrograms.all(VALUES, kinds, PARAMETERS), PREPARED_THERE),
            with(TypePrograms.all(VALUES, kinds, PARAMETERS).limit(VALUES.size()), BY_CURSOR),
            with(
                TypePrograms.all(List.of("tiny_one", "years"), kinds, Map.of()).limit(4),
                PLAIN_NUMBERS),
            TypePrograms.several(streams, nulls),
            with(TypePrograms.several(streams, nulls), PREPARED_THERE))
        .flatMap(all -> all);
  }

  private static boolean isPrepared(Program program) {
    return program.name().startsWith("prepared: ");
  }

  private static Stream<Program> with(Stream<Program> programs, String options) {
    return programs.map(program -> program.with(options));
  }
}
