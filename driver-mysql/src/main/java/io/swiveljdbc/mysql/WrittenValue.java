package io.swiveljdbc.mysql;

import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value as SET has it.
 *
 * @param parts its tokens
 * @param text all of it as it is written
 */
record WrittenValue(List<Part> parts, String text) {

  private static final Set<String> CONSTANTS = Set.of("NULL", "TRUE", "FALSE");
  private static final Set<String> OF_SYSTEM_VARIABLES = Set.of("DEFAULT", "ON", "OFF");

  private record Part(Kind kind, String text, int start, int end, @Nullable String value) {

    boolean isNumber() {
      return kind == Kind.NUMBER || text.equals(".");
    }

    boolean isSign() {
      return text.equals("-") || text.equals("+");
    }
  }

  /** The one at which the tokens stand; they go to the comma behind it, or to the end. */
  static WrittenValue at(SqlTokens tokens) {
    List<Part> parts = new ArrayList<>(1);
    int from = tokens.start();
    int to = from;
    int depth = 0;
    boolean any = true;
    while (any && (depth > 0 || !tokens.is(','))) {
      depth += tokens.is('(') ? 1 : tokens.is(')') ? -1 : 0;
      to = tokens.end();
      parts.add(new Part(tokens.kind(), tokens.text(), tokens.start(), to, tokens.value()));
      any = tokens.next();
    }
    return new WrittenValue(parts, tokens.written(from, to));
  }

  /**
   * It as it means the same in each session; null where only the server can tell.
   *
   * @param ofUserVariable whether it is given to one: these have no DEFAULT
   */
  @Nullable String literal(boolean ofUserVariable) {
    if (parts.isEmpty()) {
      return null;
    }
    if (parts.size() > 1) {
      return isNumber() || isPrefixedString() ? text : null;
    }
    Part only = parts.get(0);
    return switch (only.kind) {
      case STRING -> only.value == null ? null : SessionVariables.string(only.value);
      case NUMBER -> text;
      case WORD -> isConstant(ofUserVariable) ? text : null;
      case NAME, PARAMETER, SYMBOL, END -> null;
    };
  }

  /** Whether it is a parameter, and nothing else. */
  boolean isParameter() {
    return parts.size() == 1 && parts.get(0).kind == Kind.PARAMETER;
  }

  private boolean isConstant(boolean ofUserVariable) {
    String word = text.toUpperCase(Locale.ROOT);
    return CONSTANTS.contains(word) || (!ofUserVariable && OF_SYSTEM_VARIABLES.contains(word));
  }

  /** As {@code x'41'} or {@code _latin1'a'}. */
  private boolean isPrefixedString() {
    Part string = parts.get(1);
    return parts.size() == 2
        && parts.get(0).kind == Kind.WORD
        && string.kind == Kind.STRING
        && string.value != null
        && isJoined(1);
  }

  /** As {@code -1.5e3} or {@code 0x1F}: a sign, and what begins with a digit or a point. */
  private boolean isNumber() {
    int first = parts.get(0).isSign() ? 1 : 0;
    boolean number = parts.get(first).isNumber();
    for (int i = first + 1; i < parts.size() && number; i++) {
      number = isJoined(i) && (parts.get(i).isNumber() || parts.get(i).kind == Kind.WORD);
    }
    return number;
  }

  private boolean isJoined(int part) {
    return parts.get(part).start == parts.get(part - 1).end;
  }
}
