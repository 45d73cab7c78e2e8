package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Enters;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Unpins;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MySQL's statements change in their session. None of it is undone by a rollback.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/sql-statements.html">SQL statements</a>
 */
final class MysqlEffects {

  private static final List<Argument> TABLES = List.of(Argument.of("TABLES"));
  private static final List<Argument> INSTANCE = List.of(Argument.of("INSTANCE"));
  private static final List<Argument> BACKUP = List.of(Argument.of("BACKUP"));
  private static final List<Argument> TRANSACTION = List.of(Argument.of("branch"));

  private MysqlEffects() {}

  static List<SessionEffect> of(SqlStatement statement) {
    SqlTokens tokens = statement.tokens();
    if (!tokens.next()) {
      return List.of();
    }
    boolean settingForOne = tokens.is("SET") && statement.startsWith("SET", "STATEMENT");
    return settingForOne && !isBehindFor(tokens) ? List.of() : from(statement, tokens);
  }

  /** MariaDB's SET STATEMENT variable = value FOR another: what that one changes lasts. */
  private static boolean isBehindFor(SqlTokens tokens) {
    boolean found = false;
    while (!found && tokens.next()) {
      found = tokens.is("FOR");
    }
    return found && tokens.next();
  }

  /** From this token on. */
  private static List<SessionEffect> from(SqlStatement statement, SqlTokens tokens) {
    // By the first letter: a statement without effect, as most are, is to be passed over quickly.
    return switch (tokens.text().charAt(0)) {
      case 's', 'S' -> set(statement, tokens);
      case 'u', 'U' -> use(statement, tokens);
      case 'c', 'C' -> create(statement, tokens);
      case 'd', 'D' -> drop(statement, tokens);
      case 'l', 'L', 'f', 'F', 'b', 'B' -> lock(statement, tokens);
      case 'h', 'H', 'p', 'P', 'x', 'X' -> open(statement, tokens);
      default -> InnerEffects.of(statement);
    };
  }

  private static List<SessionEffect> set(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("SET")) {
      return SetCommand.effects(tokens);
    }
    return tokens.is("START") ? beginning(tokens) : InnerEffects.of(statement);
  }

  /** START TRANSACTION unlocks tables. */
  private static List<SessionEffect> beginning(SqlTokens tokens) {
    return tokens.next() && tokens.is("TRANSACTION")
        ? List.of(new Unpins(Pin.Kind.LOCK, TABLES))
        : List.of();
  }

  private static List<SessionEffect> use(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("USE")) {
      @Nullable String name = tokens.next() ? Names.at(tokens) : null;
      return name == null ? List.of() : List.of(new Enters(name));
    }
    return tokens.is("UNLOCK")
        ? List.of(new Unpins(Pin.Kind.LOCK, lockedBy(tokens)))
        : InnerEffects.of(statement);
  }

  private static List<Argument> lockedBy(SqlTokens tokens) {
    return tokens.next() && tokens.is("INSTANCE") ? INSTANCE : TABLES;
  }

  private static List<SessionEffect> create(SqlStatement statement, SqlTokens tokens) {
    return tokens.is("CREATE") ? TemporaryTables.created(tokens) : InnerEffects.of(statement);
  }

  private static List<SessionEffect> drop(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("DROP") || tokens.is("DEALLOCATE")) {
      boolean any = tokens.next();
      return any && tokens.is("PREPARE")
          ? named(tokens, name -> new Unpins(Pin.Kind.PREPARED_BY_SQL, name))
          : TemporaryTables.dropped(tokens);
    }
    return InnerEffects.of(statement);
  }

  private static List<SessionEffect> lock(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("LOCK")) {
      return List.of(new Pins(Pin.Kind.LOCK, lockedBy(tokens)));
    }
    if (tokens.is("FLUSH")) {
      return flush(tokens);
    }
    if (tokens.is("BACKUP")) {
      return backup(tokens);
    }
    return tokens.is("BEGIN")
        ? List.of(new Unpins(Pin.Kind.LOCK, TABLES))
        : InnerEffects.of(statement);
  }

  /** FLUSH TABLES … WITH READ LOCK or FOR EXPORT. */
  private static List<SessionEffect> flush(SqlTokens tokens) {
    while (tokens.next()) {
      if (tokens.is("LOCK") || tokens.is("EXPORT")) {
        return List.of(new Pins(Pin.Kind.LOCK, TABLES));
      }
    }
    return List.of();
  }

  /** MariaDB's BACKUP LOCK table, BACKUP UNLOCK, BACKUP STAGE START and END. */
  private static List<SessionEffect> backup(SqlTokens tokens) {
    boolean any = tokens.next();
    if (any && tokens.is("STAGE")) {
      any = tokens.next();
    }
    if (!any) {
      return List.of();
    }
    return tokens.is("UNLOCK") || tokens.is("END")
        ? List.of(new Unpins(Pin.Kind.LOCK, BACKUP))
        : List.of(new Pins(Pin.Kind.LOCK, BACKUP));
  }

  private static List<SessionEffect> open(SqlStatement statement, SqlTokens tokens) {
    if (tokens.is("HANDLER")) {
      return handler(tokens);
    }
    if (tokens.is("PREPARE")) {
      return named(tokens, name -> new Pins(Pin.Kind.PREPARED_BY_SQL, name));
    }
    return tokens.is("XA") ? xa(tokens) : InnerEffects.of(statement);
  }

  /** Once prepared, a branch is no longer this session's. */
  private static List<SessionEffect> xa(SqlTokens tokens) {
    if (!tokens.next() || tokens.is("END") || tokens.is("RECOVER")) {
      return List.of();
    }
    return tokens.is("START") || tokens.is("BEGIN")
        ? List.of(new Pins(Pin.Kind.XA_TRANSACTION, TRANSACTION))
        : List.of(new Unpins(Pin.Kind.XA_TRANSACTION, List.of()));
  }

  /** HANDLER table OPEN [AS alias], HANDLER name CLOSE; what reads has no effect. */
  private static List<SessionEffect> handler(SqlTokens tokens) {
    @Nullable String name = tokens.next() ? Names.at(tokens) : null;
    if (name == null) {
      return List.of();
    }
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (tokens.is("CLOSE")) {
      return List.of(new Unpins(Pin.Kind.OPEN_HANDLER, List.of(Argument.of(last))));
    }
    if (!tokens.is("OPEN")) {
      return List.of();
    }
    boolean any = tokens.next();
    if (any && tokens.is("AS")) {
      any = tokens.next();
    }
    @Nullable String alias = any ? tokens.value() : null;
    return List.of(
        new Pins(Pin.Kind.OPEN_HANDLER, List.of(Argument.of(alias == null ? last : alias))));
  }

  private interface Effect {
    SessionEffect of(List<Argument> name);
  }

  private static List<SessionEffect> named(SqlTokens tokens, Effect effect) {
    @Nullable String name = tokens.next() ? tokens.value() : null;
    return name == null ? List.of() : List.of(effect.of(List.of(Argument.of(name))));
  }
}
