package io.swiveljdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testing.FakeDialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reads {@code transactions.spec}, where what the scanner says is written down. */
class TransactionSpecTest {

  @TestFactory
  Stream<DynamicContainer> transactionsSpec() throws IOException {
    List<DynamicContainer> sections = new ArrayList<>();
    for (String section : spec().split("\n## ", -1)) {
      List<String> lines = section.lines().toList();
      Stream<DynamicTest> tests =
          lines.stream().skip(1).filter(line -> line.contains("->")).map(this::test);
      sections.add(DynamicContainer.dynamicContainer(lines.get(0), tests));
    }
    assertThat(sections).hasSizeGreaterThan(10);
    return sections.stream().skip(1);
  }

  private static String spec() throws IOException {
    try (InputStream in = TransactionSpecTest.class.getResourceAsStream("transactions.spec")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private DynamicTest test(String line) {
    int arrow = line.lastIndexOf("->");
    String sql = line.substring(0, arrow).stripTrailing().replace('⏎', '\n').replace('⇥', '\t');
    String expected = line.substring(arrow + 2).strip();
    return DynamicTest.dynamicTest(
        line,
        () -> assertThat(answers(SqlText.of(sql, FakeDialect.EVERYTHING))).isEqualTo(expected));
  }

  private static String answers(SqlText text) {
    if (!text.isUnderstood()) {
      assertThat(text.mayCommit()).isTrue();
      assertThat(text.firstEnd()).isEqualTo(TransactionEnd.UNKNOWN);
      assertThat(text.endsTransaction() || text.chainsTransaction()).isFalse();
      assertThat(text.beginsTransaction() || text.isRollback() || text.isRollbackTo()).isFalse();
      return "unknown";
    }
    assertThat(text.endsTransaction()).isEqualTo(text.firstEnd() != TransactionEnd.NONE);
    List<String> answers = new ArrayList<>();
    add(answers, text.mayCommit(), "may-commit");
    add(answers, text.firstEnd() == TransactionEnd.COMMIT, "ends-commit");
    add(answers, text.firstEnd() == TransactionEnd.ROLLBACK, "ends-rollback");
    add(answers, text.chainsTransaction(), "chains");
    add(answers, text.beginsTransaction(), "begins");
    add(answers, text.isRollback(), "rollback");
    add(answers, text.isRollbackTo(), "rollback-to");
    return answers.isEmpty() ? "nothing" : String.join(" ", answers);
  }

  private static void add(List<String> answers, boolean is, String answer) {
    if (is) {
      answers.add(answer);
    }
  }
}
