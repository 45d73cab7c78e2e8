package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.sql.SqlText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDialectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "CALL p()                                          | false", // not its caller's transaction
        "COMMIT; BEGIN                                     | false", // it shows what it does
        "SELECT 'a\\'; COMMIT; SELECT \\''                 | false",
        "SELECT 'a\\'; COMMIT; BEGIN; SELECT \\''          | true",
        "SELECT 'a\\'; end; start transaction; SELECT \\'' | true",
        "SELECT 'a\\'; COMMIT AND CHAIN; SELECT \\''       | true",
        "SELECT 'a\\'; BEGIN; SELECT \\''                  | false",
      })
  void whatATextDoesNotShowMayCommitAndGoOnByWordsForBoth(String sql, boolean may) {
    assertThat(SqlText.of(sql, PostgresDialect.INSTANCE).mayCommitUnseen()).isEqualTo(may);
  }
}
