package io.swiveljdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTextTest {

  private static final Lexicon BARE = new Lexicon(false, false, false);

  @Test
  void aNullTextIsAnEmptyOne() {
    SqlText text = SqlText.of(null, Lexicon.STANDARD);

    assertThat(text.isUnderstood()).isTrue();
    assertThat(text.statements()).isEmpty();
    assertThat(text.mayCommit()).isFalse();
  }

  @Test
  void aStatementIsKnownByTheWordsBeforeAnythingElse() {
    assertThat(words("insert into \"T\" values (1)")).containsExactly(List.of("INSERT", "INTO"));
    assertThat(words("select 1e5 from t")).containsExactly(List.of("SELECT"));
    assertThat(words("select E'a' from t")).containsExactly(List.of("SELECT"));
    assertThat(words("a b c d e f g")).containsExactly(List.of("A", "B", "C", "D", "E", "F"));
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
        SqlText.of("Create temp table t ()", Lexicon.STANDARD).statements().get(0);

    assertThat(statement.startsWith("CREATE", "TEMP")).isTrue();
    assertThat(statement.startsWith("CREATE", "TEMPORARY")).isFalse();
    assertThat(statement.startsWith("CREATE", "TE")).isFalse();
    assertThat(statement.startsWith("CREATE", "TEMP", "TABLE", "T", "X")).isFalse();
  }

  @Test
  void withoutNestedCommentsTheFirstCloseEndsAComment() {
    assertThat(SqlText.of("/* /* */ COMMIT", BARE).endsTransaction()).isTrue();
    assertThat(SqlText.of("/* /* */ COMMIT", Lexicon.STANDARD).isUnderstood()).isFalse();
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
    assertThat(SqlText.of("SELECT E'a\\''", Lexicon.STANDARD).isUnderstood()).isTrue();
  }

  private static List<List<String>> words(String sql) {
    return SqlText.of(sql, Lexicon.STANDARD).statements().stream()
        .map(SqlStatement::words)
        .toList();
  }
}
