package io.swiveljdbc.sql;

import io.swiveljdbc.sql.Lexicon.Rule;

/**
 * Cuts a text into tokens, one at a time, passing over spacing and comments.
 *
 * <p>Letters outside ASCII are parts of words, and so are all other characters outside it: a
 * non-breaking space separates nothing.
 */
final class Lexer {

  /** What the next token is; all that decides nothing is OTHER. */
  enum Token {
    WORD,
    SEMICOLON,
    OPEN,
    CLOSE,
    OTHER,
    END,
    /** It is not terminated, so that no server takes the text. */
    UNTERMINATED,
    /** From here on the text cannot be read for certain. */
    IN_DOUBT
  }

  private final String sql;
  private final Lexicon lexicon;
  private int start;
  private int end;

  Lexer(String sql, Lexicon lexicon) {
    this(sql, lexicon, 0);
  }

  /** Begins at a place where a token may begin. */
  Lexer(String sql, Lexicon lexicon, int from) {
    this.sql = sql;
    this.lexicon = lexicon;
    this.end = from;
  }

  /** Moves to the next token. Must not be called again after END or what ends the reading. */
  Token next() {
    start = endOfSpacing();
    if (start == Literals.UNTERMINATED) {
      return Token.UNTERMINATED;
    }
    if (start == sql.length()) {
      return Token.END;
    }
    char c = sql.charAt(start);
    return switch (c) {
      case ';' -> upTo(start + 1, Token.SEMICOLON);
      case '(' -> upTo(start + 1, Token.OPEN);
      case ')' -> upTo(start + 1, Token.CLOSE);
      case '\'' -> upTo(Literals.endOfQuoted(sql, start, has(Rule.BACKSLASHES)), Token.OTHER);
      case '"' -> upTo(Literals.endOfQuoted(sql, start, escapesInDoubleQuotes()), Token.OTHER);
      case '`' -> backtick();
      case '/' -> isExecutable() ? Token.IN_DOUBT : upTo(start + 1, Token.OTHER);
      case '$' -> dollar();
      case '?' -> upTo(Literals.isAt(sql, start + 1, '?') ? start + 2 : start + 1, Token.OTHER);
      default -> isWordStart(c) ? word() : upTo(endOfOther(c), Token.OTHER);
    };
  }

  /** Where the token begins. */
  int start() {
    return start;
  }

  /** Behind the token's last character. */
  int end() {
    return end;
  }

  private Token upTo(int newEnd, Token token) {
    end = newEnd;
    return newEnd == Literals.UNTERMINATED ? Token.UNTERMINATED : token;
  }

  private boolean has(Rule rule) {
    return lexicon.has(rule);
  }

  private boolean escapesInDoubleQuotes() {
    return has(Rule.DOUBLE_QUOTED_STRINGS) && has(Rule.BACKSLASHES);
  }

  private Token backtick() {
    return upTo(
        has(Rule.BACKTICKS) ? Literals.endOfQuoted(sql, start, false) : start + 1, Token.OTHER);
  }

  private Token dollar() {
    if (has(Rule.DOLLARS_IN_DOUBT)) {
      return Token.IN_DOUBT;
    }
    return has(Rule.DOLLAR_QUOTES)
        ? upTo(Literals.endOfDollarQuote(sql, start), Token.OTHER)
        : word();
  }

  private Token word() {
    int i = start + 1;
    while (i < sql.length() && isWordPart(sql.charAt(i))) {
      i++;
    }
    boolean prefix = i == start + 1 && (sql.charAt(start) | 0x20) == 'e';
    if (prefix && has(Rule.ESCAPE_STRINGS) && Literals.isAt(sql, i, '\'')) {
      return upTo(Literals.endOfEscapeString(sql, i), Token.OTHER);
    }
    return upTo(i, Token.WORD);
  }

  /** A run of digits is one token, lest {@code 1e5} look like the words of a statement. */
  private int endOfOther(char first) {
    int i = start + 1;
    while (isDigit(first) && i < sql.length() && isDigit(sql.charAt(i))) {
      i++;
    }
    return i;
  }

  private int endOfSpacing() {
    int i = end;
    while (i < sql.length() && i != Literals.UNTERMINATED) {
      char c = sql.charAt(i);
      if (isSpace(c)) {
        i++;
      } else if (isLineComment(c, i)) {
        i = endOfLine(sql, i, has(Rule.LINE_FEEDS_END_LINES));
      } else if (c == '/' && Literals.isAt(sql, i + 1, '*') && !isExecutable(i)) {
        i = endOfComment(i);
      } else {
        break;
      }
    }
    return i;
  }

  private boolean isLineComment(char c, int at) {
    if (c == '#') {
      return has(Rule.HASH_COMMENTS);
    }
    return c == '-'
        && Literals.isAt(sql, at + 1, '-')
        && (!has(Rule.SPACED_DASHES) || at + 2 == sql.length() || isControl(sql.charAt(at + 2)));
  }

  private boolean isExecutable() {
    return isExecutable(start);
  }

  private boolean isExecutable(int slash) {
    return has(Rule.EXECUTABLE_COMMENTS)
        && Literals.isAt(sql, slash + 1, '*')
        && (Literals.isAt(sql, slash + 2, '!')
            || (Literals.isAt(sql, slash + 2, 'M') && Literals.isAt(sql, slash + 3, '!')));
  }

  private int endOfComment(int open) {
    int depth = 1;
    for (int i = open + 2; i + 1 < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '*' && sql.charAt(i + 1) == '/') {
        i++;
        if (--depth == 0) {
          return i + 1;
        }
      } else if (c == '/' && sql.charAt(i + 1) == '*' && has(Rule.NESTED_COMMENTS)) {
        i++;
        depth++;
      }
    }
    return Literals.UNTERMINATED;
  }

  static int endOfLine(String sql, int from, boolean onlyAtLineFeed) {
    int i = from;
    while (i < sql.length() && !isLineEnd(sql.charAt(i), onlyAtLineFeed)) {
      i++;
    }
    return i;
  }

  private static boolean isLineEnd(char c, boolean onlyAtLineFeed) {
    return c == '\n' || c == (onlyAtLineFeed ? '\0' : '\r');
  }

  private static boolean isControl(char c) {
    return c <= ' ' || c == 0x7F;
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }
}
