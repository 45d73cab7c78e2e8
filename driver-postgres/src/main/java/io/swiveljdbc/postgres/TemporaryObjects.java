package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.sql.SqlTokens;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which temporary tables, views, sequences and functions a statement creates.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createtable.html">CREATE TABLE</a>
 */
final class TemporaryObjects {

  private static final String TEMPORARY_SCHEMA = "pg_temp";

  /** What may stand between CREATE, or INTO, and the name. */
  private static final Set<String> BEFORE_NAME =
      Set.of(
          "or",
          "replace",
          "global",
          "local",
          "unlogged",
          "recursive",
          "table",
          "view",
          "sequence",
          "function",
          "procedure",
          "type",
          "if",
          "not",
          "exists");

  private TemporaryObjects() {}

  /** What is made by the name that follows; one that ends with its transaction does not count. */
  static List<SessionEffect> named(SqlTokens tokens) {
    boolean temporary = false;
    while (tokens.next()) {
      @Nullable String word = tokens.value();
      if (word == null) {
        return List.of();
      }
      if (tokens.is("TEMP") || tokens.is("TEMPORARY")) {
        temporary = true;
      } else if (word.equals(TEMPORARY_SCHEMA) && tokens.next() && tokens.is('.')) {
        temporary = true;
      } else if (!BEFORE_NAME.contains(word)) {
        return temporary && !endsWithTransaction(tokens)
            ? List.of(new Pins(Pin.Kind.TEMPORARY_TABLE, List.of(Argument.of(word))))
            : List.of();
      }
    }
    return List.of();
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
}
