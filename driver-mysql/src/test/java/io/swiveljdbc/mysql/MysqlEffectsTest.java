package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.trial.ToldEffects;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlEffectsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SET time_zone = '+01:00'                     | time_zone: SET SESSION `time_zone` = '+01:00'
          SET SESSION Time_Zone := "+01:00"            | time_zone: SET SESSION `time_zone` = '+01:00'
          SET @@session.`sql_mode` = ''                | sql_mode: SET SESSION `sql_mode` = ''
          SET @@local.max_execution_time = 5           | max_execution_time: SET SESSION `max_execution_time` = 5
          SET LOCAL foreign_key_checks = off           | foreign_key_checks: SET SESSION `foreign_key_checks` = off
          SET sql_safe_updates = DEFAULT               | sql_safe_updates: SET SESSION `sql_safe_updates` = DEFAULT
          SET a = -1.5e3, @@b = 0x1F, c = +.5          | a: SET SESSION `a` = -1.5e3, b: SET SESSION `b` = 0x1F, c: SET SESSION `c` = +.5
          SET GLOBAL a = 1, b = 2, SESSION c = 3, d = 4 | c: SET SESSION `c` = 3, d: SET SESSION `d` = 4
          SET @@global.a = 1, b = 2                    | b: SET SESSION `b` = 2
          SET PERSIST a = 1, @b = 2                    | @b: SET @`b` = 2
          SET sql_mode = CONCAT(@@sql_mode, ',ANSI'), a = 1 | computed [sql_mode], a: SET SESSION `a` = 1
          SET sql_mode = TRADITIONAL                   | computed [sql_mode]
          SET sql_mode = ?                             | sql_mode: ?1
          SET sql_mode = 'a\\\\b'                      | computed [sql_mode]
          SET @A = 'it''s', @`B c` := 5, @'d' = NULL   | @a: SET @`a` = 'it''s', @b c: SET @`b c` = 5, @d: SET @`d` = NULL
          SET @a = ?, @b = ? + 1, @c := ?              | @a: ?1, computed [@b], @c: ?3
          SET transaction_isolation = ?                | computed [transaction_isolation]
          SET @a = @b + 1                              | computed [@a]
          SET @a = x'41', @b = _latin1'b', @c = N'c'   | @a: SET @`a` = x'41', @b: SET @`b` = _latin1'b', @c: SET @`c` = N'c'
          SET @a.b = ON, @c = 5 div 2                  | computed [@a.b], computed [@c]
          SET @a = (SELECT f(1, 2) FROM t), @b = 1     | computed [@a], @b: SET @`b` = 1
          SET NAMES utf8mb4 COLLATE utf8mb4_bin, @a = 1 | names: SET NAMES utf8mb4 COLLATE utf8mb4_bin, @a: SET @`a` = 1
          SET CHARACTER SET 'latin1'                   | names: SET CHARACTER SET 'latin1'
          SET ROLE ALL EXCEPT clerk                    | role: SET ROLE ALL EXCEPT clerk
          SET SESSION TRANSACTION READ ONLY, ISOLATION LEVEL READ COMMITTED | transaction_read_only: SET SESSION `transaction_read_only` = 1, transaction_isolation: SET SESSION `transaction_isolation` = 'READ-COMMITTED'
          SET LOCAL TRANSACTION ISOLATION LEVEL SERIALIZABLE | transaction_isolation: SET SESSION `transaction_isolation` = 'SERIALIZABLE'
          SET transaction_isolation = 'read-committed' | transaction_isolation: SET SESSION `transaction_isolation` = 'read-committed'
          SET transaction_isolation = 2                | computed [transaction_isolation]
          SET tx_isolation = 'READ-COMMITTED'          | transaction_isolation: SET SESSION `tx_isolation` = 'READ-COMMITTED'
          SET @@session.tx_read_only = 0, @tx_read_only = 1 | transaction_read_only: SET SESSION `tx_read_only` = 0, @tx_read_only: SET @`tx_read_only` = 1
          SET @@session.transaction_read_only = 0      | transaction_read_only: SET SESSION `transaction_read_only` = 0
          SET TRANSACTION READ ONLY                    | pin set for the [next transaction]
          SET @@transaction_read_only = 1, @a = 1      | pin set for the [next transaction], @a: SET @`a` = 1
          SET @@tx_read_only = 1                       | pin set for the [next transaction]
          SET @@transaction_isolation := 'SERIALIZABLE' | pin set for the [next transaction]
          USE `my shop`                                | in my shop
          SELECT 1, 2 INTO @a, @B                      | computed [@a, @b]
          SELECT @n := @n + 1 FROM t, (SELECT @n := 0) x | computed [@n]
          CALL p(1, @a, @'b')                          | computed [@a, @b]
          GET DIAGNOSTICS @n = NUMBER                  | computed [@n]
          SELECT GET_LOCK('A', 10)                     | pin session advisory lock [a]
          DO get_lock(?, -1)                           | pin session advisory lock [?1]
          SELECT GET_LOCK(CONCAT('a', ?), 1)           | pin session advisory lock []
          SELECT GET_LOCK(name, 1) FROM t              | pin session advisory lock [several]
          SELECT RELEASE_LOCK('a')                     | unpin session advisory lock [a]
          SELECT RELEASE_ALL_LOCKS()                   | unpin session advisory lock []
          CREATE TEMPORARY TABLE IF NOT EXISTS shop.`a b` (i int) | pin temporary table [shop.a b]
          CREATE OR REPLACE TEMPORARY TABLE t (i int)  | pin temporary table [t]
          CREATE TEMPORARY TABLE t SELECT 1            | pin temporary table [t]
          DROP TEMPORARY TABLE t                       | unpin temporary table [t]
          DROP TABLE IF EXISTS t, shop.u CASCADE       | unpin temporary table [t], unpin temporary table [shop.u]
          CREATE OR REPLACE TEMPORARY SEQUENCE s       | pin temporary table [s]
          DROP SEQUENCE IF EXISTS s                    | unpin temporary table [s]
          SET STATEMENT a = 1 FOR CREATE TEMPORARY TABLE t (i int) | pin temporary table [t]
          SET STATEMENT a = 1, b = 2 FOR SELECT GET_LOCK('a', 1) FROM t FOR UPDATE | pin session advisory lock [several]
          SET STATEMENT a = 1 FOR CALL p(@b)           | computed [@b]
          BACKUP STAGE START                           | pin LOCK [BACKUP]
          BACKUP STAGE BLOCK_COMMIT                    | pin LOCK [BACKUP]
          BACKUP STAGE END                             | unpin LOCK [BACKUP]
          BACKUP LOCK shop.t                           | pin LOCK [BACKUP]
          BACKUP UNLOCK                                | unpin LOCK [BACKUP]
          LOCK TABLES t READ, u WRITE                  | pin LOCK [TABLES]
          UNLOCK TABLES                                | unpin LOCK [TABLES]
          START TRANSACTION READ ONLY                  | unpin LOCK [TABLES]
          BEGIN                                        | unpin LOCK [TABLES]
          LOCK INSTANCE FOR BACKUP                     | pin LOCK [INSTANCE]
          UNLOCK INSTANCE                              | unpin LOCK [INSTANCE]
          FLUSH TABLES t WITH READ LOCK                | pin LOCK [TABLES]
          HANDLER shop.t OPEN AS h                     | pin HANDLER [h]
          HANDLER shop.t OPEN                          | pin HANDLER [t]
          HANDLER h CLOSE                              | unpin HANDLER [h]
          PREPARE p FROM 'SELECT 1'                    | pin prepared by SQL [p]
          DEALLOCATE PREPARE p                         | unpin prepared by SQL [p]
          DROP PREPARE p                               | unpin prepared by SQL [p]
          XA START 'x'                                 | pin XA transaction [branch]
          XA COMMIT 'x' ONE PHASE                      | unpin XA transaction []
          XA PREPARE 'x'                               | unpin XA transaction []
          """)
  void whatChangesTheSession(String sql, String effects) {
    assertThat(String.join(", ", told(sql))).isEqualTo(effects);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT @a, @@session.time_zone, @@identity",
        "INSERT INTO t SELECT @a",
        "INSERT INTO t (a) VALUES (@a)",
        "UPDATE t SET a = @a WHERE b = @b",
        "SELECT 'get_lock(1,2)' -- get_lock('a', 1)",
        "SELECT IS_FREE_LOCK('a')",
        "SET",
        "SET x",
        "SET x = ",
        "SET @",
        "SET @@",
        "SET @@session",
        "SET @@session.",
        "SET GLOBAL",
        "SET GLOBAL time_zone = '+01:00'",
        "SET @@persist.time_zone = '+01:00'",
        "SET GLOBAL TRANSACTION READ ONLY",
        "SET autocommit = 0",
        "SET insert_id = 5",
        "SET PASSWORD = 'x'",
        "SET STATEMENT max_statement_time = 1 FOR SELECT 1 FROM t FOR UPDATE",
        "SET STATEMENT a = 1 FOR",
        "SET STATEMENT a = 1",
        "SET DEFAULT ROLE clerk TO joe",
        "CREATE TABLE temporary_table (i int)",
        "CREATE INDEX i ON t (a)",
        "DROP INDEX i ON t",
        "DROP VIEW v",
        "FLUSH STATUS",
        "HANDLER h READ FIRST",
        "XA RECOVER",
        "EXECUTE p USING @a",
        "USE",
        "START REPLICA"
      })
  void whatDoesNot(String sql) {
    assertThat(told(sql)).isEmpty();
  }

  private static List<String> told(String sql) {
    return ToldEffects.of(sql, new MysqlEngine());
  }
}
