package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which temporary tables a statement creates, or may drop. A table that is dropped under another
 * name than it was created with, with or without its database, is taken to be there.
 */
final class TemporaryTables {

  private TemporaryTables() {}

  /** What a CREATE makes, after its first token. */
  static List<SessionEffect> created(SqlTokens tokens) {
    boolean any = tokens.next();
    while (any && (tokens.is("OR") || tokens.is("REPLACE"))) {
      any = tokens.next();
    }
    if (!any || !tokens.is("TEMPORARY") || !tokens.next() || !isTable(tokens)) {
      return List.of();
    }
    @Nullable String name = nameBehind(tokens);
    return name == null
        ? List.of()
        : List.of(new Pins(Pin.Kind.TEMPORARY_TABLE, List.of(Argument.of(name))));
  }

  /** A sequence of MariaDB is a table of its own kind. */
  private static boolean isTable(SqlTokens tokens) {
    return tokens.is("TABLE") || tokens.is("SEQUENCE");
  }

  /** What a DROP takes away, at its second token, if it was temporary. */
  static List<SessionEffect> dropped(SqlTokens tokens) {
    boolean any = !tokens.is("TEMPORARY") || tokens.next();
    if (!any || !(isTable(tokens) || tokens.is("TABLES"))) {
      return List.of();
    }
    List<SessionEffect> gone = new ArrayList<>();
    do {
      @Nullable String name = nameBehind(tokens);
      if (name == null) {
        break;
      }
      gone.add(new Unpins(Pin.Kind.TEMPORARY_TABLE, List.of(Argument.of(name))));
    } while (tokens.is(','));
    return gone;
  }

  /** The name behind this token, perhaps with IF EXISTS or the like between. */
  private static @Nullable String nameBehind(SqlTokens tokens) {
    boolean any = tokens.next();
    if (any && tokens.is("IF")) {
      while (any && !tokens.is("EXISTS")) {
        any = tokens.next();
      }
      any = tokens.next();
    }
    return any ? Names.at(tokens) : null;
  }
}
