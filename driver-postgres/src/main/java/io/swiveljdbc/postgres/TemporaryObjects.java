package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which temporary tables, views, sequences and functions a statement creates, or may drop.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createtable.html">CREATE TABLE</a>
 */
final class TemporaryObjects {

  private static final String TEMPORARY_SCHEMA = "pg_temp";

  private static final Set<String> KINDS =
      Set.of("table", "view", "sequence", "function", "procedure", "type");

  private TemporaryObjects() {}

  /** What a CREATE makes, after its first token; one that ends with its transaction is none. */
  static List<SessionEffect> created(SqlTokens tokens) {
    boolean temporary = false;
    while (tokens.next() && tokens.kind() == Kind.WORD) {
      temporary |= tokens.is("TEMP") || tokens.is("TEMPORARY");
      if (KINDS.contains(String.valueOf(tokens.value()))) {
        return tokens.next() ? named(tokens, temporary) : List.of();
      }
    }
    return List.of();
  }

  /** What {@code SELECT … INTO} makes, after that word. */
  static List<SessionEffect> selectedInto(SqlTokens tokens) {
    boolean temporary = false;
    while (tokens.next()) {
      if (tokens.is("TEMP") || tokens.is("TEMPORARY")) {
        temporary = true;
      } else if (!tokens.is("LOCAL") && !tokens.is("GLOBAL") && !tokens.is("TABLE")) {
        return named(tokens, temporary);
      }
    }
    return List.of();
  }

  /** What the name at which the tokens stand is. */
  private static List<SessionEffect> named(SqlTokens tokens, boolean temporary) {
    @Nullable Name name = Name.at(tokens);
    boolean pins = name != null && (temporary || TEMPORARY_SCHEMA.equals(name.schema));
    return pins && !endsWithTransaction(tokens)
        ? List.of(new Pins(Pin.Kind.TEMPORARY_TABLE, List.of(Argument.of(name.name))))
        : List.of();
  }

  /** Whether the rest has ON COMMIT DROP. */
  private static boolean endsWithTransaction(SqlTokens tokens) {
    boolean commit = false;
    while (tokens.next()) {
      if (commit && tokens.is("DROP")) {
        return true;
      }
      commit = tokens.is("COMMIT");
    }
    return false;
  }

  /** What a DROP takes away, after its first token, if it was temporary. */
  static List<SessionEffect> dropped(SqlTokens tokens) {
    List<SessionEffect> gone = new ArrayList<>();
    boolean more = tokens.next() && KINDS.contains(String.valueOf(tokens.value()));
    while (more && tokens.next()) {
      @Nullable Name name = Name.at(tokens);
      if (name != null && (name.schema == null || name.schema.equals(TEMPORARY_SCHEMA))) {
        gone.add(new Unpins(Pin.Kind.TEMPORARY_TABLE, List.of(Argument.of(name.name))));
      }
      more = name != null && tokens.is(',');
    }
    return gone;
  }

  /** A name with its schema, if it has one. */
  private record Name(@Nullable String schema, String name) {

    /** Reads it, perhaps behind IF EXISTS or the like, and goes to the token behind it. */
    static @Nullable Name at(SqlTokens tokens) {
      boolean any = true;
      if (tokens.is("IF")) {
        while (any && !tokens.is("EXISTS")) {
          any = tokens.next();
        }
        any = tokens.next();
      }
      boolean isName = any && (tokens.kind() == Kind.WORD || tokens.kind() == Kind.NAME);
      @Nullable String first = isName ? tokens.value() : null;
      if (first == null || !tokens.next() || !tokens.is('.') || !tokens.next()) {
        return first == null ? null : new Name(null, first);
      }
      @Nullable String second = tokens.value();
      boolean unused = tokens.next();
      return second == null ? null : new Name(first, second);
    }
  }
}
