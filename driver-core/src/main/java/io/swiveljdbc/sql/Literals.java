package io.swiveljdbc.sql;

/**
 * Where a quoted thing ends. Each method takes the index of the opening quote and returns the index
 * behind the closing one, or {@link #UNTERMINATED}.
 */
final class Literals {

  /** It has no end. */
  static final int UNTERMINATED = -1;

  private Literals() {}

  /**
   * The end of what stands between two quotes of any kind; a doubled one stands for one.
   *
   * @param escapes whether a backslash takes the next character with it
   */
  static int endOfQuoted(String sql, int open, boolean escapes) {
    char quote = sql.charAt(open);
    for (int i = open + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == quote) {
        if (!isAt(sql, i + 1, quote)) {
          return i + 1;
        }
        i++;
      }
    }
    return UNTERMINATED;
  }

  /** The end of {@code E'…'}, given its quote. */
  static int endOfEscapeString(String sql, int open) {
    int end = endOfQuoted(sql, open, true);
    while (end != UNTERMINATED) {
      int continued = continuation(sql, end);
      if (continued == UNTERMINATED) {
        return end;
      }
      end = endOfQuoted(sql, continued, true);
    }
    return UNTERMINATED;
  }

  /**
   * The quote by which a string goes on in a later line, or unterminated when it does not. It
   * matters after an escape string only: there the next part has escapes too, without an E before
   * it. That a new line stands between is not checked; without one the text has no valid reading.
   */
  private static int continuation(String sql, int from) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Lexer.isSpace(c)) {
        i++;
      } else if (c == '-' && isAt(sql, i + 1, '-')) {
        i = Lexer.endOfLine(sql, i, false);
      } else {
        return c == '\'' ? i : UNTERMINATED;
      }
    }
    return UNTERMINATED;
  }

  /**
   * The end of {@code $tag$ … $tag$}, or of the dollar alone when no tag follows, as in the
   * parameter {@code $1}.
   */
  static int endOfDollarQuote(String sql, int open) {
    int i = open + 1;
    while (i < sql.length() && isTagPart(sql.charAt(i), i == open + 1)) {
      i++;
    }
    if (!isAt(sql, i, '$')) {
      return open + 1;
    }
    String tag = sql.substring(open, i + 1);
    int close = sql.indexOf(tag, i + 1);
    return close < 0 ? UNTERMINATED : close + tag.length();
  }

  private static boolean isTagPart(char c, boolean first) {
    return Lexer.isWordStart(c) || (!first && Lexer.isDigit(c));
  }

  static boolean isAt(String sql, int index, char c) {
    return index < sql.length() && sql.charAt(index) == c;
  }
}
