package io.swiveljdbc.sql;

import io.swiveljdbc.sql.Lexer.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one text into its statements, by one lexicon. */
final class StatementReader {

  /** What came of it. */
  enum Outcome {
    READ,
    /** No server takes it: something is not terminated, or parentheses do not match. */
    REFUSED_BY_SERVERS,
    /** It cannot be read for certain. */
    IN_DOUBT
  }

  private final String sql;
  private final Dialect dialect;
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
  private int depth;

  StatementReader(String sql, Dialect dialect, Lexicon lexicon) {
    this.sql = sql;
    this.dialect = dialect;
    this.lexicon = lexicon;
    this.lexer = new Lexer(sql, lexicon);
  }

  /** The statements that were read, without empty ones. */
  List<SqlStatement> statements() {
    return List.copyOf(statements);
  }

  Outcome read() {
    Token token = lexer.next();
    while (token != Token.END) {
      if (token == Token.IN_DOUBT || (isFirst() && token != Token.SEMICOLON && mayGoOn())) {
        return Outcome.IN_DOUBT;
      }
      if (token == Token.UNTERMINATED || !accept(token)) {
        return Outcome.REFUSED_BY_SERVERS;
      }
      token = lexer.next();
    }
    endStatement();
    return depth == 0 ? Outcome.READ : Outcome.REFUSED_BY_SERVERS;
  }

  /** Whether nothing of the next statement has been read. */
  private boolean isFirst() {
    return words == 0 && !more;
  }

  /** Whether what was taken for the end of the last statement may be none. */
  private boolean mayGoOn() {
    return !statements.isEmpty()
        && dialect.mayHoldStatements(statements.get(statements.size() - 1));
  }

  private boolean accept(Token token) {
    if (isFirst()) {
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
      case END, UNTERMINATED, IN_DOUBT -> false;
    };
  }

  private boolean acceptWord() {
    if (leading && words < SqlStatement.MOST_WORDS) {
      bounds[2 * words] = lexer.start();
      bounds[2 * words + 1] = lexer.end();
      words++;
    } else {
      more = true;
    }
    return true;
  }

  private boolean acceptOther() {
    if (end - lexer.start() == 1 && sql.charAt(lexer.start()) == '?') {
      parameters++;
    }
    more = true;
    leading = words == 0;
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
    if (!isFirst()) {
      SqlStatement.Place place =
          new SqlStatement.Place(dialect, lexicon, start, end, parametersBefore);
      statements.add(new SqlStatement(sql, place, Arrays.copyOf(bounds, 2 * words), more));
    }
    parametersBefore = parameters;
    words = 0;
    leading = true;
    more = false;
  }
}
