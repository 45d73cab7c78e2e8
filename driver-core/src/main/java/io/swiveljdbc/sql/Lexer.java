package io.swiveljdbc.sql;

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
    /** From here on the text cannot be read for certain. */
    UNKNOWN
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

  /** Moves to the next token. Must not be called again after END or UNKNOWN. */
  Token next() {
    start = endOfSpacing();
    if (start == Literals.UNKNOWN) {
      return Token.UNKNOWN;
    }
    if (start == sql.length()) {
      return Token.END;
    }
    char c = sql.charAt(start);
    return switch (c) {
      case ';' -> upTo(start + 1, Token.SEMICOLON);
      case '(' -> upTo(start + 1, Token.OPEN);
      case ')' -> upTo(start + 1, Token.CLOSE);
      case '\'' -> upTo(Literals.endOfString(sql, start), Token.OTHER);
      case '"' -> upTo(Literals.endOfName(sql, start), Token.OTHER);
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
    return newEnd == Literals.UNKNOWN ? Token.UNKNOWN : token;
  }

  private Token dollar() {
    return lexicon.dollarQuotes()
        ? upTo(Literals.endOfDollarQuote(sql, start), Token.OTHER)
        : word();
  }

  private Token word() {
    int i = start + 1;
    while (i < sql.length() && isWordPart(sql.charAt(i))) {
      i++;
    }
    boolean prefix = i == start + 1 && (sql.charAt(start) | 0x20) == 'e';
    if (prefix && lexicon.escapeStrings() && Literals.isAt(sql, i, '\'')) {
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
    while (i < sql.length() && i != Literals.UNKNOWN) {
      char c = sql.charAt(i);
      if (isSpace(c)) {
        i++;
      } else if (c == '-' && Literals.isAt(sql, i + 1, '-')) {
        i = endOfLine(sql, i);
      } else if (c == '/' && Literals.isAt(sql, i + 1, '*')) {
        i = endOfComment(i);
      } else {
        break;
      }
    }
    return i;
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
      } else if (c == '/' && sql.charAt(i + 1) == '*' && lexicon.nestedComments()) {
        i++;
        depth++;
      }
    }
    return Literals.UNKNOWN;
  }

  static int endOfLine(String sql, int from) {
    int i = from;
    while (i < sql.length() && !isLineEnd(sql.charAt(i))) {
      i++;
    }
    return i;
  }

  static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
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
