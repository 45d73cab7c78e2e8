package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.CallArguments;
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
import java.util.stream.Stream;

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

  /** Whether each call in it is made once: it has no FROM and no WHERE. */
  private boolean plain = true;

  private KnownFunctions(SqlTokens tokens) {
    this.tokens = tokens;
  }

  static List<SessionEffect> calledIn(SqlStatement statement) {
    KnownFunctions calls = new KnownFunctions(statement.tokens());
    calls.read();
    return calls.plain
        ? calls.effects
        : calls.effects.stream().flatMap(KnownFunctions::inDoubt).toList();
  }

  /** How often, and with what, it was called the text does not tell. */
  private static Stream<SessionEffect> inDoubt(SessionEffect effect) {
    if (effect instanceof AssignsByCall) {
      return Stream.of(unknown(SET_CONFIG));
    }
    if (effect instanceof Pins pins && pins.kind() == Pin.Kind.ADVISORY_LOCK) {
      return Stream.of(new Pins(Pin.Kind.ADVISORY_LOCK, List.of(Argument.of(Pin.SEVERAL))));
    }
    boolean unlocks = effect instanceof Unpins unpins && !unpins.name().isEmpty();
    return unlocks ? Stream.of() : Stream.of(effect);
  }

  private static SessionEffect unknown(String function) {
    return new Pins(Pin.Kind.FUNCTION, List.of(Argument.of(function)));
  }

  private void read() {
    boolean inserts = false;
    while (tokens.next()) {
      if (tokens.kind() != Kind.WORD) {
        continue;
      }
      if (tokens.is("FROM") || tokens.is("WHERE")) {
        plain = false;
      } else if (tokens.is("INTO") && !inserts) {
        effects.addAll(TemporaryObjects.selectedInto(tokens));
      } else if (tokens.length() >= SHORTEST) {
        call();
      }
      inserts = tokens.is("INSERT") || tokens.is("MERGE");
    }
  }

  private void call() {
    String name = String.valueOf(tokens.value());
    boolean sets = name.equals(SET_CONFIG);
    if (!sets && !isSessionLock(name)) {
      return;
    }
    List<Argument> arguments = CallArguments.read(tokens);
    if (!sets) {
      effects.add(lock(name, arguments));
    } else if (arguments.size() != 3 || arguments.contains(CallArguments.EXPRESSION)) {
      addUnlessLocal(unknown(SET_CONFIG), arguments);
    } else {
      addUnlessLocal(
          new AssignsByCall(arguments.get(0), arguments.get(1), arguments.get(2)), arguments);
    }
  }

  private void addUnlessLocal(SessionEffect effect, List<Argument> arguments) {
    boolean local = arguments.size() == 3 && "true".equals(arguments.get(2).literal());
    if (!local) {
      effects.add(effect);
    }
  }

  /** Those with {@code xact} in their names end with the transaction. */
  private static boolean isSessionLock(String function) {
    return (function.startsWith(ADVISORY) || function.startsWith(TRY_ADVISORY))
        && !function.contains("_xact_");
  }

  private static SessionEffect lock(String function, List<Argument> arguments) {
    if (function.endsWith("unlock_all")) {
      return new Unpins(Pin.Kind.ADVISORY_LOCK, List.of());
    }
    List<Argument> key =
        arguments.contains(CallArguments.EXPRESSION) ? List.of(Argument.of("")) : arguments;
    return function.startsWith(ADVISORY + "unlock")
        ? new Unpins(Pin.Kind.ADVISORY_LOCK, key)
        : new Pins(Pin.Kind.ADVISORY_LOCK, key);
  }
}
