package io.swiveljdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.sql.Lexicon.Rule;
import io.swiveljdbc.testing.FakeDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

  private static final Dialect BARE = FakeDialect.BARE;

  @Test
  void aNullTextIsAnEmptyOne() {
    SqlText text = SqlText.of(null, FakeDialect.EVERYTHING);

    assertThat(text.isUnderstood()).isTrue();
    assertThat(text.statements()).isEmpty();
    assertThat(text.mayCommit()).isFalse();
  }

  @Test
  void aStatementIsKnownByTheWordsBeforeAnythingElse() {
    assertThat(words("insert into \"T\" values (1)")).containsExactly(List.of("INSERT", "INTO"));
    assertThat(words("select 1e5 from t")).containsExactly(List.of("SELECT"));
    assertThat(words("select E'a' from t")).containsExactly(List.of("SELECT"));
    assertThat(words("a b c d e f g h i"))
        .containsExactly(List.of("A", "B", "C", "D", "E", "F", "G", "H"));
    assertThat(words("'x'; ; 1")).containsExactly(List.of(), List.of());
  }

  @Test
  void bracketsBeforeTheFirstWordArePassedOver() {
    assertThat(words("((select 1) union (select 2))")).containsExactly(List.of("SELECT"));
    assertThat(words("{ ? = call f(?) }")).containsExactly(List.of("CALL", "F"));
  }

  @Test
  void onlyAsciiLettersHaveACase() {
    assertThat(words("straße commıt")).containsExactly(List.of("STRAßE", "COMMıT"));
  }

  @Test
  void statementsAreSplitAtSemicolonsOutsideOfEverything() {
    assertThat(words("set a to ';'; (b;c) ;\n-- ;\nd /* ; */ e"))
        .containsExactly(List.of("SET", "A", "TO"), List.of("B"), List.of("D", "E"));
  }

  @Test
  void startsWithComparesWholeWords() {
    SqlStatement statement =
        SqlText.of("Create temp table t ()", FakeDialect.EVERYTHING).statements().get(0);

    assertThat(statement.startsWith("CREATE", "TEMP")).isTrue();
    assertThat(statement.startsWith("CREATE", "TEMPORARY")).isFalse();
    assertThat(statement.startsWith("CREATE", "TE")).isFalse();
    assertThat(statement.startsWith("CREATE", "TEMP", "TABLE", "T", "X")).isFalse();
  }

  @Test
  void withoutNestedCommentsTheFirstCloseEndsAComment() {
    assertThat(SqlText.of("/* /* */ COMMIT", BARE).endsTransaction()).isTrue();
    assertThat(SqlText.of("/* /* */ COMMIT", FakeDialect.EVERYTHING).isUnderstood()).isFalse();
  }

  @Test
  void withoutDollarQuotesADollarIsALetter() {
    assertThat(SqlText.of("SELECT $$; COMMIT; SELECT $$", BARE).mayCommit()).isTrue();
    assertThat(SqlText.of("$COMMIT", BARE).mayCommit()).isFalse();
  }

  @Test
  void withoutEscapeStringsAnEBeforeAStringIsAWord() {
    assertThat(SqlText.of("SELECT E'a\\\\'; COMMIT", BARE).mayCommit()).isTrue();
    assertThat(SqlText.of("SELECT E'a\\''", BARE).isUnderstood()).isFalse();
    assertThat(SqlText.of("SELECT E'a\\''", FakeDialect.EVERYTHING).isUnderstood()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          HASH_COMMENTS            | SELECT 1 # ; COMMIT              | false
                                   | SELECT 1 # ; COMMIT              | true
          SPACED_DASHES            | SELECT 1--;COMMIT                | true
          SPACED_DASHES            | SELECT 1-- ;COMMIT               | false
          SPACED_DASHES            | SELECT 1--                       | false
                                   | SELECT 1--;COMMIT                | false
          LINE_FEEDS_END_LINES     | SELECT 1 -- \r;COMMIT            | false
          LINE_FEEDS_END_LINES     | SELECT 1 -- \0;COMMIT            | true
                                   | SELECT 1 -- \r;COMMIT            | true
          BACKTICKS                | SELECT `;COMMIT;```              | false
                                   | SELECT `;COMMIT;`                | true
          DOUBLE_QUOTED_STRINGS    | SELECT "a"";COMMIT;"             | false
          BACKSLASHES              | SELECT 'a\\';COMMIT;'            | false
          BACKSLASHES              | SELECT "a\\";COMMIT              | true
          EXECUTABLE_COMMENTS      | /* COMMIT */                     | false
          """)
  void rulesDecideWhatHidesACommit(@Nullable Rule rule, String sql, boolean mayCommit) {
    SqlText text = SqlText.of(sql, ruled(rule));

    assertThat(text.isUnderstood()).isTrue();
    assertThat(text.mayCommit()).isEqualTo(mayCommit);
  }

  @Test
  void whatARuleLeavesInDoubtIsNotUnderstood() {
    assertThat(SqlText.of("/*! SELECT 1 */", ruled(Rule.EXECUTABLE_COMMENTS)).isUnderstood())
        .isFalse();
    assertThat(SqlText.of("SELECT $$;$$", ruled(Rule.DOLLARS_IN_DOUBT)).isUnderstood()).isFalse();
    assertThat(SqlText.of("SELECT a$$", ruled(Rule.DOLLARS_IN_DOUBT)).isUnderstood()).isTrue();
  }

  private static Dialect ruled(@Nullable Rule rule) {
    return new FakeDialect(List.of(rule == null ? Lexicon.of() : Lexicon.of(rule)));
  }

  private static List<List<String>> words(String sql) {
    return SqlText.of(sql, FakeDialect.EVERYTHING).statements().stream()
        .map(SqlStatement::words)
        .toList();
  }
}
