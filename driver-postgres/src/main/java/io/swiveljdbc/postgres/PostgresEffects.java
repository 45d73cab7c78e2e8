package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Releases;
import io.swiveljdbc.spi.SessionEffect.ResetsAll;
import io.swiveljdbc.spi.SessionEffect.RollsBackTo;
import io.swiveljdbc.spi.SessionEffect.Saves;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's statements change in their session.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-commands.html">SQL commands</a>
 */
final class PostgresEffects {

  private static final List<Pin.Kind> ENDED_BY_DISCARD =
      List.of(
          Pin.Kind.TEMPORARY_TABLE,
          Pin.Kind.LISTENING,
          Pin.Kind.ADVISORY_LOCK,
          Pin.Kind.PREPARED_BY_SQL,
          Pin.Kind.HELD_CURSOR,
          Pin.Kind.FUNCTION,
          Pin.Kind.HALF_DONE);

  private PostgresEffects() {}

  static List<SessionEffect> of(SqlStatement statement) {
    SqlTokens tokens = statement.tokens();
    if (!tokens.next()) {
      return List.of();
    }
    // By the first letter: a statement without effect, as most are, is to be passed over quickly.
    return switch (tokens.text().charAt(0)) {
      case 's', 'S' -> select(statement, tokens);
      case 'r', 'R' -> reset(tokens);
      case 'd', 'D' -> discard(statement, tokens);
      case 'c', 'C' -> create(statement, tokens);
      case 'l', 'L', 'u', 'U' -> listen(statement, tokens);
      case 'p', 'P' -> prepare(tokens);
      default -> KnownFunctions.calledIn(statement);
    };
  }

  private static List<SessionEffect> select(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("SET")) {
      return SetCommand.effects(tokens);
    }
    if (tokens.is("SAVEPOINT")) {
      return named(tokens, Saves::new);
    }
    return KnownFunctions.calledIn(statement);
  }

  private static List<SessionEffect> reset(SqlTokens tokens) {
    if (tokens.is("RESET")) {
      return SetCommand.reset(tokens);
    }
    if (tokens.is("RELEASE")) {
      return named(tokens, Releases::new);
    }
    if (tokens.is("ROLLBACK")) {
      while (tokens.next()) {
        if (tokens.is("TO")) {
          return named(tokens, RollsBackTo::new);
        }
      }
    }
    return List.of();
  }

  private static List<SessionEffect> discard(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("DISCARD") && tokens.next()) {
      if (tokens.is("ALL")) {
        List<SessionEffect> effects = new ArrayList<>();
        effects.add(new ResetsAll(Set.of()));
        ENDED_BY_DISCARD.forEach(kind -> effects.add(new Unpins(kind, List.of())));
        return effects;
      }
      return tokens.is("TEMP") || tokens.is("TEMPORARY")
          ? List.of(new Unpins(Pin.Kind.TEMPORARY_TABLE, List.of()))
          : List.of();
    }
    if (tokens.is("DROP")) {
      return TemporaryObjects.dropped(tokens);
    }
    if (tokens.is("DEALLOCATE")) {
      return gone(Pin.Kind.PREPARED_BY_SQL, tokens, "PREPARE");
    }
    return tokens.is("DECLARE") ? declare(tokens) : KnownFunctions.calledIn(statement);
  }

  private static List<SessionEffect> create(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("CREATE")) {
      return TemporaryObjects.created(tokens);
    }
    return tokens.is("CLOSE")
        ? gone(Pin.Kind.HELD_CURSOR, tokens, "")
        : KnownFunctions.calledIn(statement);
  }

  private static List<SessionEffect> listen(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("LISTEN")) {
      return named(tokens, name -> new Pins(Pin.Kind.LISTENING, List.of(Argument.of(name))));
    }
    return tokens.is("UNLISTEN")
        ? gone(Pin.Kind.LISTENING, tokens, "")
        : KnownFunctions.calledIn(statement);
  }

  private static List<SessionEffect> prepare(SqlTokens tokens) {
    if (!tokens.is("PREPARE") || !tokens.next() || tokens.is("TRANSACTION")) {
      return List.of();
    }
    @Nullable String name = tokens.value();
    return name == null
        ? List.of()
        : List.of(new Pins(Pin.Kind.PREPARED_BY_SQL, List.of(Argument.of(name))));
  }

  private static List<SessionEffect> declare(SqlTokens tokens) {
    @Nullable String name = tokens.next() ? tokens.value() : null;
    boolean with = false;
    while (tokens.next() && !tokens.is("FOR")) {
      if (with && tokens.is("HOLD") && name != null) {
        return List.of(new Pins(Pin.Kind.HELD_CURSOR, List.of(Argument.of(name))));
      }
      with = tokens.is("WITH");
    }
    return List.of();
  }

  /** What follows is a name, ALL or an asterisk, perhaps behind a word that means nothing. */
  private static List<SessionEffect> gone(Pin.Kind kind, SqlTokens tokens, String noise) {
    boolean any = tokens.next();
    if (any && tokens.is(noise)) {
      any = tokens.next();
    }
    if (!any) {
      return List.of();
    }
    if (tokens.is("ALL") || tokens.is('*')) {
      return List.of(new Unpins(kind, List.of()));
    }
    @Nullable String name = tokens.value();
    return name == null ? List.of() : List.of(new Unpins(kind, List.of(Argument.of(name))));
  }

  private interface Effect {
    SessionEffect of(String name);
  }

  /** What follows is a name, perhaps behind a word that means nothing. */
  private static List<SessionEffect> named(SqlTokens tokens, Effect effect) {
    boolean any = tokens.next();
    if (any && tokens.is("SAVEPOINT")) {
      any = tokens.next();
    }
    @Nullable String name = any ? tokens.value() : null;
    return name == null ? List.of() : List.of(effect.of(name));
  }
}
