package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scanner says of MySQL's texts; what the server says is asked in ScannerFuzzTest. */
class MysqlDialectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SELECT 1                                        | nothing
          SELECT `;COMMIT;```                             | nothing
          SELECT "a;COMMIT;", N'b;COMMIT', _utf8mb4'c;'   | nothing
          SELECT 'it\\'s'                                 | nothing
          SELECT 'it\\'s;COMMIT;'                         | unknown
          SELECT "it\\"s"                                 | nothing
          SELECT 'C:\\\\';COMMIT                            | commits
          SELECT 'a\\';COMMIT;SELECT \\''                   | unknown
          SELECT 1 # ;COMMIT                              | nothing
          SELECT 1 -- ;COMMIT                             | nothing
          SELECT 1--;COMMIT                               | commits
          SELECT /*+ MAX_EXECUTION_TIME(1) */ 1           | nothing
          /*! COMMIT */                                   | unknown
          /*!40101 SET NAMES utf8 */                      | unknown
          /*M! COMMIT */                                  | unknown
          BEGIN NOT ATOMIC DO 1; END                      | unknown
          IF 1 THEN DO 1; END IF                          | unknown
          SET STATEMENT max_statement_time = 1 FOR SELECT 1 | nothing
          SET STATEMENT max_statement_time = 1 FOR INSERT INTO t VALUES (1) | nothing
          SET STATEMENT lock_wait_timeout = 1 FOR ALTER TABLE t FORCE | commits beside
          SET STATEMENT lock_wait_timeout = 1 FOR CALL p() | commits beside
          SET STATEMENT lock_wait_timeout = 1 FOR COMMIT  | commits beside
          SET STATEMENT autocommit = 1 FOR SELECT 1       | commits beside
          SET STATEMENT                                   | commits beside
          SELECT 1 /* /* */ ;COMMIT                       | commits
          CREATE LIBRARY l LANGUAGE JAVASCRIPT AS $$ ; $$ | unknown
          SELECT @`a;b`, @'c;d', @@session.sql_mode       | nothing
          COMMIT                                          | commits ends-commit
          COMMIT WORK                                     | commits ends-commit
          COMMIT AND CHAIN                                | commits ends-commit chains
          COMMIT AND NO CHAIN NO RELEASE                  | commits ends-commit
          COMMIT WORK AND CHAIN NO RELEASE                | commits ends-commit chains
          COMMIT RELEASE                                  | commits ends-commit
          COMMIT AND CHAIN RELEASE                        | unknown
          COMMIT TRANSACTION                              | unknown
          ROLLBACK                                        | ends-rollback
          ROLLBACK WORK AND CHAIN                         | ends-rollback chains
          ROLLBACK WORK TO SAVEPOINT a                    | nothing
          SAVEPOINT a                                     | nothing
          RELEASE SAVEPOINT a                             | nothing
          BEGIN                                           | commits beside begins
          BEGIN WORK                                      | commits beside begins
          START TRANSACTION WITH CONSISTENT SNAPSHOT      | commits beside begins
          START REPLICA                                   | commits beside
          START GROUP_REPLICATION                         | commits beside
          XA START 'a'                                    | nothing
          XA PREPARE 'a'                                  | commits beside
          XA COMMIT 'a'                                   | commits beside
          XA ROLLBACK 'a'                                 | nothing
          SET @@autocommit = 1                            | commits beside
          SET @a = 1, autocommit = ON                     | commits beside
          SET @a = 'autocommit'                           | nothing
          SET "autocommit" = 1                            | commits beside
          /*M! COMMIT */                                  | unknown
          SET time_zone = '+01:00'                        | nothing
          SET PASSWORD = 'a'                              | commits beside
          CALL p()                                        | commits beside
          {call p(?)}                                     | commits beside
          EXECUTE s                                       | commits beside
          CREATE TABLE t (a int)                          | commits beside
          CREATE TEMPORARY TABLE t (a int)                | nothing
          DROP TEMPORARY TABLE t                          | nothing
          DROP TABLE t                                    | commits beside
          TRUNCATE t                                      | commits beside
          LOAD DATA INFILE 'a' INTO TABLE t               | nothing
          LOAD INDEX INTO CACHE t                         | commits beside
          LOCK TABLES t READ                              | commits beside
          UNLOCK TABLES                                   | commits beside
          CREATE PROCEDURE p() BEGIN SELECT 1; COMMIT; END | unknown
          CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON u FOR EACH ROW IF 1 THEN SET @a = 1; END IF | unknown
          CREATE PROCEDURE p() SELECT 1;                  | commits beside
          INSERT INTO t VALUES (1); INSERT INTO t VALUES (2) | nothing
          ROLLBACK; START TRANSACTION                     | ends-rollback beside
          """)
  void isUnderstood(String sql, String expected) {
    assertThat(answers(SqlText.of(sql, MysqlDialect.INSTANCE))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "CALL p()                                   | true",
        "{? = call f()}                             | true",
        "EXECUTE s                                  | true",
        "DROP TABLE t                               | false", // it shows what it does
        "/*! CALL p() */                            | true",
        "/*!50000CALL p() */                        | true",
        "/*! SET autocommit = 1 */                  | true",
        "/*! SET PASSWORD = 'a' */                  | true",
        "/*! SET NAMES utf8 */                      | false",
        "/*! LOAD DATA INFILE 'a' INTO TABLE t */   | false",
        "SET @a = 'a\\'; COMMIT; SET @a = \\''     | true",
        "INSERT /*! IGNORE */ INTO t VALUES ('drop it') | false",
        " insert /*! IGNORE */ INTO t VALUES ('drop it') ; | false",
        "INSERT /*! IGNORE */ INTO t VALUES ('drop; it') | true",
        "(SELECT /*! 1 */)                          | false",
        "BEGIN NOT ATOMIC DO 1; END                 | true",
      })
  void whatATextDoesNotShowMayCommitWhereAWordOfItMay(String sql, boolean may) {
    assertThat(SqlText.of(sql, MysqlDialect.INSTANCE).mayCommitUnseen()).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT 1                     | false",
        "SELECT @@x, f() FROM DUAL    | false",
        "(SELECT 1)                   | false",
        "DO SLEEP(1)                  | false",
        "SHOW TABLES FROM shop        | false",
        "SELECT id FROM t             | true",
        "(SELECT 1 UNION TABLE t) ORDER BY (SELECT 1 FROM t) | true",
        "INSERT INTO t VALUES (1)     | true",
        "TABLE t                      | true",
        "CALL p()                     | true",
        "CREATE TABLE t (id int)      | true",
      })
  void whatTouchesNoTableIsNoTransaction(String sql, boolean may) {
    SqlText text = SqlText.of(sql, MysqlDialect.INSTANCE);
    assertThat(MysqlDialect.INSTANCE.mayBeTransaction(text.statements().get(0))).isEqualTo(may);
  }

  private static String answers(SqlText text) {
    if (!text.isUnderstood()) {
      return "unknown";
    }
    List<String> answers = new ArrayList<>();
    add(answers, text.mayCommit(), "commits");
    add(answers, text.firstEnd() == TransactionEnd.COMMIT, "ends-commit");
    add(answers, text.firstEnd() == TransactionEnd.ROLLBACK, "ends-rollback");
    add(answers, text.mayCommitBeside(), "beside");
    add(answers, text.chainsTransaction(), "chains");
    add(answers, text.beginsTransaction(), "begins");
    return answers.isEmpty() ? "nothing" : String.join(" ", answers);
  }

  private static void add(List<String> answers, boolean is, String answer) {
    if (is) {
      answers.add(answer);
    }
  }
}
