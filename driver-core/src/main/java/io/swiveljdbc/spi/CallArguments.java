package io.swiveljdbc.spi;

import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a function call in a statement, as far as its text tells them. */
public final class CallArguments {

  /** An argument whose value the text does not tell. */
  public static final Argument EXPRESSION = Argument.ofParameter(0);

  private final SqlTokens tokens;

  private CallArguments(SqlTokens tokens) {
    this.tokens = tokens;
  }

  /** Reads those behind a function's name, up to the closing parenthesis. */
  public static List<Argument> read(SqlTokens tokens) {
    return new CallArguments(tokens).all();
  }

  private List<Argument> all() {
    List<Argument> arguments = new ArrayList<>(3);
    if (!tokens.next() || !tokens.is('(')) {
      return arguments;
    }
    while (tokens.next() && !tokens.is(')')) {
      if (!tokens.is(',')) {
        arguments.add(argument());
      }
      if (tokens.is(')')) {
        break;
      }
    }
    return arguments;
  }

  /** One argument; goes to the comma or the parenthesis behind it. */
  private Argument argument() {
    Argument first = simple();
    boolean more = false;
    int depth = tokens.is('(') ? 1 : 0;
    while (tokens.next() && (depth > 0 || !(tokens.is(',') || tokens.is(')')))) {
      depth += tokens.is('(') ? 1 : tokens.is(')') ? -1 : 0;
      more |= !isCast();
    }
    return more ? EXPRESSION : first;
  }

  /** Whether the token may be part of {@code ::type} or of a collation. */
  private boolean isCast() {
    return tokens.is(':') || tokens.kind() == Kind.WORD;
  }

  /** The argument, if it is no more than this token. */
  private Argument simple() {
    if (tokens.kind() == Kind.PARAMETER) {
      return Argument.ofParameter(tokens.parameter());
    }
    @Nullable String literal =
        switch (tokens.kind()) {
          case NUMBER -> tokens.text();
          case STRING -> tokens.value();
          case WORD -> tokens.is("TRUE") || tokens.is("FALSE") ? tokens.value() : null;
          case PARAMETER, NAME, SYMBOL, END -> null;
        };
    return literal == null ? EXPRESSION : Argument.of(literal);
  }
}
