package io.swiveljdbc.sql;

/**
 * Where a quoted thing ends. Each method takes the index of the opening quote and returns the index
 * behind the closing one, or {@link #UNKNOWN}.
 */
final class Literals {

  /** The literal is not terminated, or its end depends on what the text does not tell. */
  static final int UNKNOWN = -1;

  private Literals() {}

  /**
   * The end of {@code '…'} without prefix. Whether a backslash escapes in it is a setting of the
   * session, so a quote behind an odd number of them has two readings and makes the end unknown.
   */
  static int endOfString(String sql, int open) {
    boolean escaping = false;
    for (int i = open + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'') {
        if (escaping) {
          return UNKNOWN;
        }
        if (!isAt(sql, i + 1, '\'')) {
          return i + 1;
        }
        i++;
      }
      escaping = c == '\\' && !escaping;
    }
    return UNKNOWN;
  }

  /** The end of {@code E'…'}, given its quote: a backslash takes the next character with it. */
  static int endOfEscapeString(String sql, int open) {
    for (int i = open + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'') {
        if (!isAt(sql, i + 1, '\'')) {
          int continued = continuation(sql, i + 1);
          if (continued == UNKNOWN) {
            return i + 1;
          }
          i = continued;
        } else {
          i++;
        }
      }
    }
    return UNKNOWN;
  }

  /**
   * The quote by which a string goes on in a later line, or unknown when it does not. It matters
   * after an escape string only: there the next part has escapes too, without an E before it. That
   * a new line stands between is not checked; without one the text has no valid reading.
   */
  private static int continuation(String sql, int from) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Lexer.isSpace(c)) {
        i++;
      } else if (c == '-' && isAt(sql, i + 1, '-')) {
        i = Lexer.endOfLine(sql, i);
      } else {
        return c == '\'' ? i : UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /** The end of a double-quoted name. */
  static int endOfName(String sql, int open) {
    int close = sql.indexOf('"', open + 1);
    while (close >= 0 && isAt(sql, close + 1, '"')) {
      close = sql.indexOf('"', close + 2);
    }
    return close < 0 ? UNKNOWN : close + 1;
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
    return close < 0 ? UNKNOWN : close + tag.length();
  }

  private static boolean isTagPart(char c, boolean first) {
    return Lexer.isWordStart(c) || (!first && Lexer.isDigit(c));
  }

  static boolean isAt(String sql, int index, char c) {
    return index < sql.length() && sql.charAt(index) == c;
  }
}
