package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.spi.Setting.Covers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of a session, in the texts that set and reset them. */
final class SessionVariables {

  static final String ISOLATION = "transaction_isolation";
  static final String READ_ONLY = "transaction_read_only";

  /** Connector/J sets these when it connects, so that a new session has not the server's own. */
  private static final Set<String> CHOSEN_BY_DRIVER =
      Set.of(
          "sql_mode",
          "character_set_client",
          "character_set_connection",
          "character_set_results",
          "collation_connection");

  /** MariaDB's older names, which its versions before 11.1 have alone. */
  private static final Map<String, String> NEWER_NAMES =
      Map.of("tx_isolation", ISOLATION, "tx_read_only", READ_ONLY);

  private SessionVariables() {}

  /** The name that a variable has beside this one, or this. */
  static String name(String written) {
    return NEWER_NAMES.getOrDefault(written, written);
  }

  /**
   * A setting with a value that is written, as MySQL reads it in each session.
   *
   * @param name in lower case, that of a user variable with its sign
   */
  static Setting setting(String name, String value) {
    return setting(name, name, value);
  }

  /** The same, set by the name that was written. */
  static Setting setting(String name, String written, String value) {
    String target = target(written);
    return new Setting(name, "SET " + target + " = " + value, reset(name, target), covers(name));
  }

  /** The same where only the server knows the value. */
  static Setting untold(String name) {
    return new Setting(name, "", reset(name, target(name)), covers(name));
  }

  private static String target(String name) {
    return name.startsWith("@")
        ? "@" + Names.quoted(name.substring(1))
        : "SESSION " + Names.quoted(name).replace(".", "`.`");
  }

  private static String reset(String name, String target) {
    if (name.startsWith("@")) {
      return "SET " + target + " = NULL";
    }
    return CHOSEN_BY_DRIVER.contains(name) ? "" : "SET " + target + " = DEFAULT";
  }

  private static Covers covers(String name) {
    return switch (name) {
      case ISOLATION -> Covers.ISOLATION;
      case READ_ONLY -> Covers.READ_ONLY;
      default -> Covers.NOTHING;
    };
  }

  /** Those that a session has now under these names. */
  static List<Setting> of(Connection connection, List<String> names) throws SQLException {
    String question =
        names.stream().map(SessionVariables::question).collect(Collectors.joining(", "));
    List<Setting> settings = new ArrayList<>(names.size());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + question)) {
      row.next();
      for (int i = 0; i < names.size(); i++) {
        settings.add(setting(names.get(i), literal(row.getObject(i + 1))));
      }
    }
    return settings;
  }

  private static String question(String name) {
    return name.startsWith("@")
        ? "@" + Names.quoted(name.substring(1))
        : "@@SESSION." + Names.quoted(name).replace(".", "`.`");
  }

  /** The value as it is written. */
  static String literal(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double) {
      String digits = value.toString();
      return digits.indexOf('E') < 0 ? digits + "E0" : digits; // else it would be a decimal
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : string(value.toString());
  }

  /** A string that reads the same whatever {@code sql_mode} is. */
  static String string(String text) {
    return text.indexOf('\\') < 0
        ? "'" + text.replace("'", "''") + "'"
        : "_utf8mb4 x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  /** The isolation that a setting of that name gives to the session's transactions. */
  static int isolation(Setting setting) {
    String text = setting.assign().toUpperCase(Locale.ROOT);
    if (text.contains("'SERIALIZABLE'")) {
      return Connection.TRANSACTION_SERIALIZABLE;
    }
    if (text.contains("'READ-COMMITTED'")) {
      return Connection.TRANSACTION_READ_COMMITTED;
    }
    return text.contains("'READ-UNCOMMITTED'")
        ? Connection.TRANSACTION_READ_UNCOMMITTED
        : Connection.TRANSACTION_REPEATABLE_READ;
  }
}
