package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.AssignsByCall;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls in a query of those functions that are there to change the session. All others are
 * taken to be harmless.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">System administration
 *     functions</a>
 */
final class KnownFunctions {

  private static final String SET_CONFIG = "set_config";
  private static final String ADVISORY = "pg_advisory_";
  private static final String TRY_ADVISORY = "pg_try_advisory_";
  private static final int SHORTEST = SET_CONFIG.length();

  private final SqlTokens tokens;
  private final List<SessionEffect> effects = new ArrayList<>(0);

  /**
   * Whether each call in it is made once: it has no FROM and no WHERE, and is no function's body.
   */
  private boolean plain = true;

  private KnownFunctions(SqlTokens tokens) {
    this.tokens = tokens;
  }

  static List<SessionEffect> calledIn(SqlStatement statement) {
    KnownFunctions calls = new KnownFunctions(statement.tokens());
    calls.read();
    return calls.plain
        ? calls.effects
        : calls.effects.stream().map(KnownFunctions::inDoubt).toList();
  }

  /** How often, and with what, it was called the text does not tell. */
  private static SessionEffect inDoubt(SessionEffect effect) {
    return effect instanceof AssignsByCall ? unknown(SET_CONFIG) : effect;
  }

  private static SessionEffect unknown(String function) {
    return new Pins(Pin.Kind.FUNCTION, List.of(Argument.of(function)));
  }

  private void read() {
    while (tokens.next()) {
      if (tokens.kind() != Kind.WORD) {
        continue;
      }
      if (tokens.is("FROM") || tokens.is("WHERE")) {
        plain = false;
      } else if (tokens.is("INTO")) {
        effects.addAll(TemporaryObjects.named(tokens));
      } else if (tokens.length() >= SHORTEST) {
        call();
      }
    }
  }

  private void call() {
    String name = String.valueOf(tokens.value());
    boolean sets = name.equals(SET_CONFIG);
    if (!sets && !isSessionLock(name)) {
      return;
    }
    @Nullable List<Argument> arguments = arguments();
    if (sets) {
      effects.add(
          arguments == null || arguments.size() != 3
              ? unknown(SET_CONFIG)
              : new AssignsByCall(arguments.get(0), arguments.get(1), arguments.get(2)));
    } else {
      effects.add(lock(name, arguments));
    }
  }

  /** Those with {@code xact} in their names end with the transaction. */
  private static boolean isSessionLock(String function) {
    return (function.startsWith(ADVISORY) || function.startsWith(TRY_ADVISORY))
        && !function.contains("_xact_");
  }

  private static SessionEffect lock(String function, @Nullable List<Argument> arguments) {
    boolean unlocks = function.startsWith(ADVISORY + "unlock");
    if (function.endsWith("unlock_all")) {
      return new Unpins(Pin.Kind.ADVISORY_LOCK, List.of());
    }
    List<Argument> key = arguments == null ? List.of(Argument.of("")) : arguments;
    return unlocks
        ? new Unpins(Pin.Kind.ADVISORY_LOCK, key)
        : new Pins(Pin.Kind.ADVISORY_LOCK, key);
  }

  /** The arguments of the call that follows, or null where one of them is an expression. */
  private @Nullable List<Argument> arguments() {
    if (!tokens.next() || !tokens.is('(')) {
      return null;
    }
    List<Argument> arguments = new ArrayList<>(3);
    boolean expected = true;
    boolean cast = false;
    while (tokens.next() && !tokens.is(')')) {
      if (tokens.is(',')) {
        expected = true;
        cast = false;
      } else if (tokens.is(':')) {
        cast = true;
      } else if (!cast) {
        @Nullable Argument argument = expected ? argument() : null;
        if (argument == null) {
          return null;
        }
        arguments.add(argument);
        expected = false;
      } else if (tokens.kind() != Kind.WORD) {
        return null;
      }
    }
    return arguments;
  }

  private @Nullable Argument argument() {
    return switch (tokens.kind()) {
      case PARAMETER -> Argument.ofParameter(tokens.parameter());
      case NUMBER -> Argument.of(tokens.text());
      case STRING -> literal(tokens.value());
      case WORD -> tokens.is("TRUE") || tokens.is("FALSE") ? literal(tokens.value()) : null;
      case NAME, SYMBOL, END -> null;
    };
  }

  private static @Nullable Argument literal(@Nullable String value) {
    return value == null ? null : Argument.of(value);
  }
}
