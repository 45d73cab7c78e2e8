package io.swiveljdbc.sql;

import io.swiveljdbc.sql.Lexer.Token;
import io.swiveljdbc.sql.StatementReader.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text by each of the lexical rules that its session may have. It cannot see which it has,
 * but a text that the server accepts can be read by those; so where one reading alone is possible,
 * it is the right one.
 */
final class TextReader {

  private final String sql;
  private final Dialect dialect;
  private @Nullable Lexicon readBy;
  private @Nullable List<SqlStatement> statements;

  TextReader(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** The statements without empty ones, or nothing when the text cannot be read for certain. */
  Optional<List<SqlStatement>> read() {
    boolean readAlike = sql.indexOf('\\') < 0;
    for (Lexicon lexicon : dialect.lexicons()) {
      if (!isCertain(lexicon)) {
        return Optional.empty();
      }
      if (readAlike) {
        break;
      }
    }
    return Optional.ofNullable(statements);
  }

  private boolean isCertain(Lexicon lexicon) {
    StatementReader reader = new StatementReader(sql, dialect, lexicon);
    Outcome outcome = reader.read();
    if (outcome == Outcome.READ) {
      if (readBy != null) {
        return isReadAlike(readBy, lexicon);
      }
      readBy = lexicon;
      statements = reader.statements();
    }
    // What stands before an error may be executed.
    return outcome == Outcome.READ
        || (outcome == Outcome.REFUSED_BY_SERVERS && reader.statements().isEmpty());
  }

  /** Whether two readings find the same tokens. */
  private boolean isReadAlike(Lexicon one, Lexicon other) {
    Lexer first = new Lexer(sql, one);
    Lexer second = new Lexer(sql, other);
    Token token;
    do {
      token = first.next();
      if (token != second.next() || first.end() != second.end()) {
        return false;
      }
    } while (token != Token.END);
    return true;
  }
}
