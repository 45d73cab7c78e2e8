package io.swiveljdbc.mysql.differential;

import static io.swiveljdbc.trial.differential.Difference.inWords;
import static io.swiveljdbc.trial.differential.Difference.ofCall;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.differential.Comparison;
import io.swiveljdbc.trial.differential.Difference;
import io.swiveljdbc.trial.differential.Program;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several hundred small programs, each run with Connector/J and with Swivel on the same server:
 * what they observe is the same, but for what {@link #DIFFERENT} says.
 */
@WithMysql(readers = 0)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DifferentialTest {

  /**
   * All by design: what Swivel refuses by itself it says in its own words; what it cannot know
   * before a statement is executed, it says then; settings it knows it answers without asking.
   */
  private static final List<Difference> DIFFERENT =
      List.of(
          inWords("Can't call commit when autocommit=true", "Cannot commit when autoCommit is.*"),
          inWords("Can't call rollback when autocommit=true", "Cannot rollback when autoCommit.*"),
          inWords("Illegal value for set.*", "The .* is negative.*"),
          inWords("setMaxRows\\(\\) out of range.*", "The .* is negative.*"),
          inWords("No operations allowed after connection.*", "This connection has been closed.*"),
          inWords("No operations allowed after statement.*", "This (statement|connection) has.*"),
          inWords("solation level .*", "Transaction isolation level . not supported.*"),
          inWords("Network timeout value must be.*", "Network timeout must be.*"),
          inWords("'socketTimeout' only accepts.*", "Network timeout must be.*"),
          inWords("Executor can not be null.*", "executor is null"),
          inWords("Database can not be null.*", "The catalog is null.*"),
          inWords("Unable to unwrap to class.*", "Cannot unwrap to.*"),
          ofCall("bad arguments", "holdability"),
          ofCall("client info", "not valid"),
          ofCall("after close", "auto-commit"),
          ofCall("after abort", "auto-commit"),
          ofCall("metadata constants", "getUserName"),
          // The URL of the server's own driver, without what the application's says of the cluster.
          ofCall("metadata constants", "getURL"),
          // When they are executed: before, nobody has asked which databases and parameters exist.
          ofCall("catalog", "missing"),
          ofCall("call by wrong names", "none"),
          ofCall("call by wrong names", "execute"),
          // Connector/J knows one of the two, and ignores the other.
          ofCall("catalog", "its schema"),
          ofCall("catalog", "its catalog"),
          new Difference("read-only", "in the middle = .*", "in the middle ! .* 25001 .*"),
          new Difference("read-only", "INSERT .* 25006 .*", "INSERT .* S1009 .*read-only.*"),
          new Difference("a transaction by text", "read-only = .*", "read-only ! .* 25001 .*"),
          new Difference(
              "a transaction by text", "INSERT .*Connection is read-only.*", "INSERT .*"),
          // There is nothing to be written.
          new Difference("walk", "batch ! .*Connection is read-only.*", "batch = int\\[]"),
          ofCall("cursor", "fetch size"),
          ofCall("fetching", "fetch size"));

  /** What every program finds as it was. */
  private static final List<String> FRESH =
      List.of(
          "DROP TABLE IF EXISTS goods, other",
          "CREATE TABLE goods (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL)",
          "INSERT INTO goods (name) VALUES ('one'), ('two'), ('three')");

  /** What no program changes: a value of each type, and routines. */
  private static final List<String> LASTING =
      List.of(
          """
          CREATE TABLE kinds
            (tiny tinyint unsigned, tiny_one tinyint(1), small smallint, big bigint unsigned,
             flag bit, bits bit(9), single_precision float, decimals decimal(10,2), fixed char(5),
             texts text, bytes varbinary(9), blobs blob, days date, hours time(3),
             moments datetime(6), stamps timestamp NULL, years year, one_of enum('a', 'b'),
             some_of set('a', 'b'), documents json, places point)
          """,
          """
          INSERT INTO kinds VALUES
            (255, 1, -7, 18446744073709551615, b'1', b'100000001', 1.5, 12.50, 'ab',
             'text', x'00ff', 'blob', '2026-11-26', '-100:00:00.5',
             '2026-11-26 12:34:56.123456', '2026-11-26 12:34:56', 2026, 'b',
             'a,b', '{"a": [1, null]}', POINT(1, 2))
          """,
          """
          CREATE PROCEDURE several() BEGIN
            SELECT id, name FROM goods ORDER BY id;
            UPDATE goods SET name = 'several' WHERE id = 2;
            SELECT 'second' AS second;
          END
          """,
          "CREATE PROCEDURE quiet() DO 1",
          """
          CREATE PROCEDURE fails() BEGIN
            SELECT 1;
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'on purpose', MYSQL_ERRNO = 5000;
          END
          """,
          """
          CREATE PROCEDURE twice(IN a int, OUT b int, INOUT c varchar(20)) BEGIN
            SET b = 2 * a;
            SELECT a, c;
            SET c = concat(c, c);
          END
          """,
          "CREATE PROCEDURE `add`(n varchar(20)) INSERT INTO goods (name) VALUES (n)",
          "CREATE FUNCTION shout(t varchar(20)) RETURNS varchar(20) DETERMINISTIC RETURN upper(t)");

  /** Names of savepoints and of objects, and a stack trace within a message. */
  private static final String PASSING =
      "[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}|(?s: BEGIN NESTED.*)|@[0-9a-f]+ is";

  private Comparison comparison;

  @BeforeAll
  void begin(MysqlCluster cluster) {
    cluster.execute(cluster.writer(), "SET GLOBAL local_infile = ON");
    LASTING.forEach(sql -> cluster.execute(cluster.writer(), sql));
    comparison = new Comparison(cluster.writer().jdbcUrl(), FRESH, PASSING, DIFFERENT);
  }

  private static Stream<Program> programs() {
    return MysqlPrograms.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void observesTheSame(Program program) throws Exception {
    comparison.observesTheSame(program);
  }
}
