package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.JdbcSetting.Isolation;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL texts that do what Connector/J's setters do. The isolation alone has one: Connector/J
 * keeps it too, but where its properties make it trust what it has kept, SQL text of the
 * application's would deceive it. The database it must keep, for its metadata and its statements;
 * all others are its own.
 */
final class JdbcSettingTexts {

  private static final String SET = "SET ";

  private static final Map<Integer, String> LEVELS =
      Map.of(
          Connection.TRANSACTION_READ_UNCOMMITTED, "'READ-UNCOMMITTED'",
          Connection.TRANSACTION_READ_COMMITTED, "'READ-COMMITTED'",
          Connection.TRANSACTION_REPEATABLE_READ, "'REPEATABLE-READ'",
          Connection.TRANSACTION_SERIALIZABLE, "'SERIALIZABLE'");

  private JdbcSettingTexts() {}

  static Optional<String> of(JdbcSetting setting) {
    return setting instanceof Isolation isolation
        ? Optional.ofNullable(LEVELS.get(isolation.level()))
            .map(level -> SessionVariables.setting(SessionVariables.ISOLATION, level).assign())
        : Optional.empty();
  }

  /**
   * The lists of several SETs as one: it needs no allowMultiQueries, and does all or nothing. What
   * sets a role or a resource group takes no list.
   */
  static List<String> together(List<String> texts) {
    List<String> fewer = new ArrayList<>(1);
    boolean list = false;
    for (String text : texts) {
      boolean joins = isList(text);
      if (joins && list) {
        int last = fewer.size() - 1;
        fewer.set(last, fewer.get(last) + ", " + text.substring(SET.length()));
      } else {
        fewer.add(text);
      }
      list = joins;
    }
    return fewer;
  }

  private static boolean isList(String text) {
    return !text.regionMatches(true, SET.length(), "ROLE", 0, 4)
        && !text.regionMatches(true, SET.length(), "RESOURCE", 0, 8);
  }
}
