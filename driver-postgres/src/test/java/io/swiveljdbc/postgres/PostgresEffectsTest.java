package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.trial.ToldEffects;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresEffectsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SET a.b = 'x'                                | a.b: SET a.b TO 'x'
          SET SESSION "A"."B" = 1                      | a.b: SET a.b TO 1
          SET work_mem TO DEFAULT                      | reset work_mem
          SET ROLE NONE                                | role: SET ROLE NONE
          SET SESSION ROLE 'clerk'                     | role: SET ROLE 'clerk'
          SET SESSION AUTHORIZATION DEFAULT            | reset role, reset session_authorization
          SET TIME ZONE LOCAL                          | timezone: SET TIME ZONE LOCAL
          RESET ALL                                    | reset all but [role, session_authorization]
          RESET SESSION AUTHORIZATION                  | reset role, reset session_authorization
          RESET ROLE                                   | reset role
          SELECT set_config('A', ?, ?)                 | A: ?1 unless ?2
          SELECT ?, SET_CONFIG($a$b$a$, ?::text, false) | b: ?2 unless false
          SELECT x, set_config('a', y, false) FROM t   | pin set by [set_config]
          SELECT set_config('a', upper('c'), false)    | pin set by [set_config]
          SELECT pg_advisory_lock(hash(?))             | pin session advisory lock []
          SELECT pg_advisory_lock_shared(?, 7)         | pin session advisory lock [?1, 7]
          SAVEPOINT "A b"                              | savepoint A b
          ROLLBACK WORK TO SAVEPOINT x                 | back to x
          RELEASE SAVEPOINT x                          | release x
          CREATE LOCAL TEMPORARY SEQUENCE IF NOT EXISTS s | pin temporary table [s]
          CREATE OR REPLACE FUNCTION pg_temp.f() RETURNS int AS '1' LANGUAGE sql | pin temporary table [f]
          DECLARE c BINARY INSENSITIVE NO SCROLL CURSOR WITH HOLD FOR SELECT 1 | pin cursor WITH HOLD [c]
          CREATE TEMPORARY TABLE temp (id int)         | pin temporary table [temp]
          CREATE TEMP TABLE "table" AS SELECT 1        | pin temporary table [table]
          CREATE TEMP TABLE b (i int) ON COMMIT DROP; INSERT INTO pg_temp.c VALUES (1); LISTEN x | pin LISTEN [x]
          DROP TABLE IF EXISTS a, pg_temp.b, staging.c CASCADE | unpin temporary table [a], unpin temporary table [b]
          SELECT set_config('a', ?::text, ?::bool)     | a: ?1 unless ?2
          SELECT set_config('a', lower(b), lower(c)) FROM t | pin set by [set_config]
          SELECT pg_advisory_lock(('x' <-> 'y')::int)  | pin session advisory lock []
          WITH x AS (SELECT set_config('a', 'b', false)) SELECT 1 | a: b unless false
          SET statement_timeout = ?                    | pin set by [SET statement_timeout TO ?]
          DEALLOCATE PREPARE p                         | unpin prepared by SQL [p]
          """)
  void whatChangesTheSession(String sql, String effects) {
    assertThat(String.join(", ", told(sql))).isEqualTo(effects);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SET transaction_isolation = 'serializable'",
        "SELECT set_config('app.t', id::text, true) FROM tenant WHERE id = 1",
        "SELECT set_config('a', current_setting('b'), true)",
        "INSERT INTO temp VALUES (1)",
        "DROP TRIGGER t ON orders",
        "DROP INDEX orders",
        "SET LOCAL a.b = 1",
        "SET TRANSACTION READ ONLY",
        "SET CONSTRAINTS ALL DEFERRED",
        "SET",
        "SET x",
        "RESET",
        "LISTEN",
        "SELECT 'set_config(1,2,3)' -- set_config('a', 'b', false)",
        "INSERT INTO t SELECT pg_advisory_xact_lock(1)",
        "CREATE TABLE temp_like (id int)",
        "CREATE TABLE t AS SELECT 1",
        "UPDATE t SET a = 1",
        "DECLARE c CURSOR WITHOUT HOLD FOR SELECT 1",
        "PREPARE TRANSACTION 'x'",
        "ALTER ROLE clerk SET search_path = x",
        "COPY t FROM STDIN",
        "DISCARD PLANS"
      })
  void whatDoesNot(String sql) {
    assertThat(told(sql)).isEmpty();
  }

  private static List<String> told(String sql) {
    return ToldEffects.of(sql, new PostgresEngine());
  }
}
