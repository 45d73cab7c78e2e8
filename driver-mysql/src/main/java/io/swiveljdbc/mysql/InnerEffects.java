package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.CallArguments;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Computes;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement changes that is there for something else: by a call of a function for locks, or
 * by an assignment to a user variable. All other functions are taken to be harmless.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/locking-functions.html">Locking
 *     functions</a>
 */
final class InnerEffects {

  private static final String LOCK = "get_lock";
  private static final String UNLOCK = "release_lock";
  private static final String UNLOCK_ALL = "release_all_locks";

  private final SqlTokens tokens;
  private final List<SessionEffect> locks = new ArrayList<>(0);
  private final Set<String> variables = new LinkedHashSet<>(0);

  /** Whether each variable that is named may be assigned to. */
  private final boolean all;

  /** Whether each call in it is made once: it has no FROM and no WHERE. */
  private boolean plain = true;

  private InnerEffects(SqlStatement statement) {
    this.tokens = statement.tokens();
    this.all =
        statement.startsWith("CALL")
            || statement.startsWith("GET")
            || statement.startsWith("LOAD")
            || statement.startsWith("SET", "STATEMENT");
  }

  static List<SessionEffect> of(SqlStatement statement) {
    return new InnerEffects(statement).read();
  }

  private List<SessionEffect> read() {
    boolean into = all;
    boolean any = tokens.next();
    while (any) {
      if (tokens.is('@')) {
        any = variable(into);
        into = all || (into && any && tokens.is(','));
      } else {
        into = all || tokens.is("INTO") || (into && tokens.is(','));
        any = other();
      }
    }
    List<SessionEffect> effects = new ArrayList<>(plain ? locks : locksInDoubt());
    if (!variables.isEmpty()) {
      effects.add(new Computes(List.copyOf(variables)));
    }
    return effects;
  }

  /** Passes over a variable; false when nothing follows. */
  private boolean variable(boolean assigned) {
    boolean any = tokens.next();
    if (any && tokens.is('@')) {
      return tokens.next(); // the server's own: no query assigns to it
    }
    @Nullable String name = any ? Names.at(tokens) : null;
    if (name == null) {
      return any;
    }
    boolean computed = assigned;
    if (tokens.is(':') && tokens.next()) {
      computed |= tokens.is('=');
    }
    if (computed) {
      variables.add("@" + name.toLowerCase(Locale.ROOT));
    }
    return tokens.kind() != Kind.END;
  }

  /** Passes over anything else; false when nothing follows. */
  private boolean other() {
    if (tokens.kind() == Kind.WORD) {
      if (tokens.is("FROM") || tokens.is("WHERE")) {
        plain = false;
      } else if (tokens.length() >= LOCK.length()) {
        call();
      }
    }
    return tokens.next();
  }

  private void call() {
    String name = String.valueOf(tokens.value());
    switch (name) {
      case LOCK -> locks.add(new Pins(Pin.Kind.ADVISORY_LOCK, lock()));
      case UNLOCK -> locks.add(new Unpins(Pin.Kind.ADVISORY_LOCK, lock()));
      case UNLOCK_ALL -> locks.add(new Unpins(Pin.Kind.ADVISORY_LOCK, List.of()));
      default -> {}
    }
  }

  /** Its name, which has no case. */
  private List<Argument> lock() {
    List<Argument> arguments = CallArguments.read(tokens);
    Argument first = arguments.isEmpty() ? CallArguments.EXPRESSION : arguments.get(0);
    @Nullable String literal = first.literal();
    return List.of(
        first.equals(CallArguments.EXPRESSION)
            ? Argument.of("")
            : literal == null ? first : Argument.of(literal.toLowerCase(Locale.ROOT)));
  }

  /** How often, and with what, they were called the text does not tell. */
  private List<SessionEffect> locksInDoubt() {
    List<SessionEffect> effects = new ArrayList<>(0);
    for (SessionEffect effect : locks) {
      if (effect instanceof Pins) {
        effects.add(new Pins(Pin.Kind.ADVISORY_LOCK, List.of(Argument.of(Pin.SEVERAL))));
      } else if (effect instanceof Unpins unpins && unpins.name().isEmpty()) {
        effects.add(effect);
      }
    }
    return effects;
  }
}
