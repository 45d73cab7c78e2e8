package io.swiveljdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.swiveljdbc.testing.FakeDialect;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextRobustnessTest {

  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\\",
          "E'",
          "\"",
          "$$",
          "$a$",
          "$",
          "--",
          "-",
          "/*",
          "*/",
          "/",
          "*",
          "\n",
          " ",
          ";",
          "(",
          ")",
          "{",
          "?",
          "1",
          "é",
          "\0",
          "\uD83D",
          "SELECT",
          "COMMIT",
          "BEGIN",
          "ATOMIC",
          "ROLLBACK",
          "TO",
          "AND",
          "CHAIN",
          "PREPARED");

  /** A quadratic scan of a megabyte takes minutes, a linear one some milliseconds. */
  private static final Duration LINEAR = Duration.ofSeconds(10);

  @Test
  void anyTextIsAnsweredAndAllAnswersAgree() {
    Random random = new Random(20261126);
    for (int i = 0; i < 200_000; i++) {
      String sql = randomText(random);
      SqlText text = SqlText.of(sql, FakeDialect.EVERYTHING);

      assertThat(text.toString()).isNotNull();
      if (text.firstEnd() == TransactionEnd.COMMIT || !text.isUnderstood()) {
        assertThat(text.mayCommit()).as(sql).isTrue();
      }
      if (text.isRollback()) {
        assertThat(text.endsTransaction() && !text.mayCommit()).as(sql).isTrue();
      }
    }
  }

  @Test
  void aCommitBehindAnyTextIsSeenUnlessTheTextHidesIt() {
    Random random = new Random(20261127);
    for (int i = 0; i < 50_000; i++) {
      String sql = randomText(random);
      SqlText text = SqlText.of(sql, FakeDialect.EVERYTHING);
      if (text.isUnderstood()) {
        assertThat(SqlText.of(sql + "\n;COMMIT", FakeDialect.EVERYTHING).mayCommit())
            .as(sql)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*",
        "/*/",
        "*/",
        "--",
        "-- \n",
        "'",
        "''",
        "\\'",
        "E'",
        "E''\n",
        "E'' --\n",
        "\"",
        "\"\"",
        "$",
        "$$",
        "$a",
        "$a$",
        "(",
        "()",
        ";",
        "a",
        "a ",
        "1",
        "BEGIN ",
        " ",
        "COMMIT;"
      })
  void aMegabyteOfOnePieceIsReadInLinearTime(String piece) {
    String sql = piece.repeat(1_000_000 / piece.length());

    assertTimeoutPreemptively(LINEAR, () -> SqlText.of(sql, FakeDialect.EVERYTHING));
  }

  @Test
  void aLongDollarTagThatAlmostClosesIsReadInLinearTime() {
    String tag = "$" + "a".repeat(1000) + "$";
    String sql = tag + ("$" + "a".repeat(999) + "b$").repeat(1000);

    assertTimeoutPreemptively(LINEAR, () -> SqlText.of(sql, FakeDialect.EVERYTHING));
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
