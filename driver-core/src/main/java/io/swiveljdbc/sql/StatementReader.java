package io.swiveljdbc.sql;

import io.swiveljdbc.sql.Lexer.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one text into its statements. */
final class StatementReader {

  private final String sql;
  private final Lexicon lexicon;
  private final Lexer lexer;
  private final List<SqlStatement> statements = new ArrayList<>(1);
  private final int[] bounds = new int[2 * SqlStatement.MOST_WORDS];

  private int start;
  private int end;
  private int parameters;
  private int parametersBefore;
  private int words;
  private boolean leading = true;
  private boolean more;
  private boolean afterBegin;
  private int depth;

  StatementReader(String sql, Lexicon lexicon) {
    this.sql = sql;
    this.lexicon = lexicon;
    this.lexer = new Lexer(sql, lexicon);
  }

  /** The statements without empty ones, or nothing when the text cannot be read for certain. */
  Optional<List<SqlStatement>> read() {
    while (true) {
      Token token = lexer.next();
      if (token == Token.END && depth == 0) {
        endStatement();
        return Optional.of(List.copyOf(statements));
      }
      if (token == Token.END || !accept(token)) {
        return Optional.empty();
      }
    }
  }

  private boolean accept(Token token) {
    if (words == 0 && !more) {
      start = lexer.start();
    }
    if (token != Token.SEMICOLON) {
      end = lexer.end();
    }
    return switch (token) {
      case WORD -> acceptWord();
      case SEMICOLON -> acceptSemicolon();
      case OPEN -> {
        depth++;
        yield acceptOther();
      }
      case CLOSE -> {
        depth--;
        yield acceptOther() && depth >= 0;
      }
      case OTHER -> acceptOther();
      case END, UNKNOWN -> false;
    };
  }

  /**
   * Refuses BEGIN ATOMIC: a routine's body holds semicolons of its own, and where it ends only a
   * parser can tell.
   */
  private boolean acceptWord() {
    if (afterBegin && isKeyword("ATOMIC")) {
      return false;
    }
    afterBegin = isKeyword("BEGIN");
    if (leading && words < SqlStatement.MOST_WORDS) {
      bounds[2 * words] = lexer.start();
      bounds[2 * words + 1] = lexer.end();
      words++;
    } else {
      more = true;
    }
    return true;
  }

  private boolean isKeyword(String keyword) {
    return SqlStatement.isKeyword(sql, lexer.start(), lexer.end(), keyword);
  }

  private boolean acceptOther() {
    if (end - lexer.start() == 1 && sql.charAt(lexer.start()) == '?') {
      parameters++;
    }
    more = true;
    leading = words == 0;
    afterBegin = false;
    return true;
  }

  /** A rule's actions stand in parentheses with semicolons between them. */
  private boolean acceptSemicolon() {
    if (depth > 0) {
      return acceptOther();
    }
    endStatement();
    return true;
  }

  private void endStatement() {
    if (words > 0 || more) {
      SqlStatement.Place place = new SqlStatement.Place(lexicon, start, end, parametersBefore);
      statements.add(new SqlStatement(sql, place, Arrays.copyOf(bounds, 2 * words), more));
    }
    parametersBefore = parameters;
    words = 0;
    leading = true;
    more = false;
    afterBegin = false;
  }
}
