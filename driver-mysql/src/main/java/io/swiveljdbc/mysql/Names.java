package io.swiveljdbc.mysql;

import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import org.jspecify.annotations.Nullable;

/** Names in statements, and in quotes. */
final class Names {

  private Names() {}

  /**
   * Reads a name as it is written, perhaps of several parts, quotes taken away; goes to the token
   * behind it. Null where there is none.
   */
  static @Nullable String at(SqlTokens tokens) {
    @Nullable String part = part(tokens);
    if (part == null) {
      return null;
    }
    StringBuilder name = new StringBuilder(part);
    while (tokens.next() && tokens.is('.')) {
      part = tokens.next() ? part(tokens) : null;
      if (part == null) {
        return null;
      }
      name.append('.').append(part);
    }
    return name.toString();
  }

  /** With ANSI_QUOTES a name stands in what looks like a string. */
  private static @Nullable String part(SqlTokens tokens) {
    if (tokens.kind() == Kind.WORD) {
      return tokens.text();
    }
    return tokens.kind() == Kind.NAME || tokens.kind() == Kind.STRING ? tokens.value() : null;
  }

  /** The name in backticks. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }
}
