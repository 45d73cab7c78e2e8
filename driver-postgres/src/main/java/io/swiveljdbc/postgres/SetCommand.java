package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Assigns;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.SessionEffect.Resets;
import io.swiveljdbc.spi.SessionEffect.ResetsAll;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.spi.Setting.Covers;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SET and RESET change: everything but what ends with the transaction.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-set.html">SET</a>
 */
final class SetCommand {

  private static final String ROLE = "role";
  private static final String AUTHORIZATION = "session_authorization";
  private static final String ISOLATION = "default_transaction_isolation";
  private static final String READ_ONLY = "default_transaction_read_only";
  private static final String DEFERRABLE = "default_transaction_deferrable";
  private static final String SEARCH_PATH = "search_path";

  /** These end with the transaction, however they are set. */
  private static final Set<String> OF_TRANSACTION =
      Set.of("transaction_isolation", "transaction_read_only", "transaction_deferrable", "seed");

  /** RESET ALL leaves these. */
  private static final Set<String> WHO = Set.of(ROLE, AUTHORIZATION);

  private static final Pattern PLAIN_NAME =
      Pattern.compile("[a-z_][a-z0-9_$]*(\\.[a-z_][a-z0-9_$]*)*");

  private SetCommand() {}

  /** What a SET changes, after its first token. */
  static List<SessionEffect> effects(SqlTokens tokens) {
    boolean any = tokens.next();
    if (!any || tokens.is("LOCAL") || tokens.is("TRANSACTION") || tokens.is("CONSTRAINTS")) {
      return List.of();
    }
    if (tokens.is("SESSION") && tokens.next()) {
      if (tokens.is("AUTHORIZATION")) {
        return authorization(tokens);
      }
      if (tokens.is("CHARACTERISTICS")) {
        return characteristics(tokens);
      }
    }
    if (tokens.is("ROLE")) {
      return valued(ROLE, "SET ROLE ", tokens);
    }
    if (tokens.is("TIME")) {
      return tokens.next() ? valued("timezone", "SET TIME ZONE ", tokens) : List.of();
    }
    if (tokens.is("SCHEMA")) {
      return valued(SEARCH_PATH, "SET search_path TO ", tokens);
    }
    if (tokens.is("NAMES")) {
      return valued("client_encoding", "SET client_encoding TO ", tokens);
    }
    if (tokens.is("XML")) {
      return tokens.next() ? valued("xmloption", "SET xmloption TO ", tokens) : List.of();
    }
    return assignment(tokens);
  }

  /** {@code name { TO | = } value}. */
  private static List<SessionEffect> assignment(SqlTokens tokens) {
    StringBuilder name = new StringBuilder();
    do {
      if (tokens.is('=') || tokens.is("TO")) {
        String plain = name.toString().toLowerCase(Locale.ROOT);
        return plain.isEmpty() ? List.of() : valued(plain, "SET " + quoted(plain) + " TO ", tokens);
      }
      name.append(tokens.is('.') ? "." : String.valueOf(tokens.value()));
    } while (tokens.next());
    return List.of();
  }

  /** What follows is the value. */
  private static List<SessionEffect> valued(String name, String assign, SqlTokens tokens) {
    if (OF_TRANSACTION.contains(name) || !tokens.next()) {
      return List.of();
    }
    String value = tokens.textFromHere();
    if (value.equalsIgnoreCase("DEFAULT")) {
      return List.of(resets(name));
    }
    return hasParameter(tokens)
        ? List.of(new Pins(Pin.Kind.FUNCTION, List.of(Argument.of("SET " + name + " TO ?"))))
        : List.of(new Assigns(setting(name, assign + value)));
  }

  /** With pgjdbc's simple query mode a value can be a parameter, which the text does not tell. */
  private static boolean hasParameter(SqlTokens tokens) {
    boolean parameter = tokens.kind() == Kind.PARAMETER;
    while (!parameter && tokens.next()) {
      parameter = tokens.kind() == Kind.PARAMETER;
    }
    return parameter;
  }

  /** To change who is logged in resets the role. */
  private static List<SessionEffect> authorization(SqlTokens tokens) {
    List<SessionEffect> effects = new ArrayList<>();
    effects.add(resets(ROLE));
    effects.addAll(valued(AUTHORIZATION, "SET SESSION AUTHORIZATION ", tokens));
    return effects;
  }

  /** {@code CHARACTERISTICS AS TRANSACTION mode, …}. */
  private static List<SessionEffect> characteristics(SqlTokens tokens) {
    List<SessionEffect> effects = new ArrayList<>();
    boolean not = false;
    while (tokens.next()) {
      if (tokens.is("LEVEL") && tokens.next()) {
        effects.add(mode(ISOLATION, isolation(tokens)));
      } else if (tokens.is("ONLY") || tokens.is("WRITE")) {
        effects.add(mode(READ_ONLY, tokens.is("ONLY") ? "on" : "off"));
      } else if (tokens.is("DEFERRABLE")) {
        effects.add(mode(DEFERRABLE, not ? "off" : "on"));
      }
      not = tokens.is("NOT");
    }
    return effects;
  }

  private static String isolation(SqlTokens tokens) {
    String first = String.valueOf(tokens.value());
    return tokens.is("SERIALIZABLE") || !tokens.next() ? first : first + " " + tokens.value();
  }

  private static SessionEffect mode(String name, String value) {
    return new Assigns(setting(name, "SET " + name + " TO '" + value + "'"));
  }

  /** What a RESET changes, after its first token. */
  static List<SessionEffect> reset(SqlTokens tokens) {
    if (!tokens.next()) {
      return List.of();
    }
    if (tokens.is("ALL")) {
      return List.of(new ResetsAll(WHO));
    }
    if (tokens.is("SESSION")) {
      return List.of(resets(ROLE), resets(AUTHORIZATION));
    }
    if (tokens.is("TIME")) {
      return List.of(resets("timezone"));
    }
    StringBuilder name = new StringBuilder();
    do {
      name.append(tokens.is('.') ? "." : String.valueOf(tokens.value()));
    } while (tokens.next());
    return List.of(resets(name.toString().toLowerCase(Locale.ROOT)));
  }

  /** The setting that {@code set_config} changed. */
  static Setting called(String name, String value) {
    String plain = name.toLowerCase(Locale.ROOT);
    return setting(
        plain,
        "SELECT pg_catalog.set_config(%s, %s, false)".formatted(literal(plain), literal(value)));
  }

  private static Setting setting(String name, String assign) {
    String reset = name.equals(AUTHORIZATION) ? "SESSION AUTHORIZATION" : quoted(name);
    return new Setting(name, assign, "RESET " + reset, covers(name));
  }

  private static SessionEffect resets(String name) {
    return new Resets(name, covers(name));
  }

  private static Covers covers(String name) {
    return switch (name) {
      case SEARCH_PATH -> Covers.SCHEMA;
      case ISOLATION -> Covers.ISOLATION;
      case READ_ONLY -> Covers.READ_ONLY;
      case "application_name" -> Covers.CLIENT_INFO;
      default -> Covers.NOTHING;
    };
  }

  /** The isolation that a setting of that name gives to the session's transactions. */
  static int isolation(Setting setting) {
    String text = setting.assign().toUpperCase(Locale.ROOT);
    if (text.contains("SERIALIZABLE")) {
      return Connection.TRANSACTION_SERIALIZABLE;
    }
    if (text.contains("REPEATABLE")) {
      return Connection.TRANSACTION_REPEATABLE_READ;
    }
    return text.contains("UNCOMMITTED")
        ? Connection.TRANSACTION_READ_UNCOMMITTED
        : Connection.TRANSACTION_READ_COMMITTED;
  }

  private static String quoted(String name) {
    return PLAIN_NAME.matcher(name).matches()
        ? name
        : '"' + name.replace("\"", "\"\"").replace(".", "\".\"") + '"';
  }

  /** A string that reads the same whatever {@code standard_conforming_strings} is. */
  static String literal(@Nullable String value) {
    String text = String.valueOf(value).replace("'", "''");
    return text.indexOf('\\') < 0 ? "'" + text + "'" : "E'" + text.replace("\\", "\\\\") + "'";
  }
}
