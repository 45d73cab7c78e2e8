package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.JdbcSetting.ClientInfo;
import io.swiveljdbc.spi.JdbcSetting.Isolation;
import io.swiveljdbc.spi.JdbcSetting.Schema;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SQL texts that pgjdbc's setters send. Of what these set it keeps nothing to itself: it asks
 * the server, which reports the application's name.
 */
final class JdbcSettingTexts {

  private static final String NOTHING_TO_DO = "";

  private static final Map<Integer, String> LEVELS =
      Map.of(
          Connection.TRANSACTION_READ_UNCOMMITTED, "READ UNCOMMITTED",
          Connection.TRANSACTION_READ_COMMITTED, "READ COMMITTED",
          Connection.TRANSACTION_REPEATABLE_READ, "REPEATABLE READ",
          Connection.TRANSACTION_SERIALIZABLE, "SERIALIZABLE");

  private JdbcSettingTexts() {}

  static Optional<String> of(JdbcSetting setting) {
    if (setting instanceof Isolation isolation) {
      return Optional.ofNullable(LEVELS.get(isolation.level()))
          .map("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL "::concat);
    }
    if (setting instanceof Schema schema) {
      return schema.name() == null
          ? Optional.of("SET SESSION search_path TO DEFAULT")
          : assign("SET SESSION search_path TO ", schema.name());
    }
    if (setting instanceof ClientInfo info) {
      return clientInfo(info.name(), info.value());
    }
    return Optional.empty();
  }

  /** There is but one property that pgjdbc makes something of. */
  private static Optional<String> clientInfo(String name, @Nullable String value) {
    return name.equals("ApplicationName")
        ? assign("SET application_name = ", value == null ? "" : value)
        : Optional.of(NOTHING_TO_DO);
  }

  /** What PostgreSQL has no text for is pgjdbc's to refuse. */
  private static Optional<String> assign(String text, String value) {
    return value.indexOf('\0') < 0
        ? Optional.of(text + SetCommand.literal(value))
        : Optional.empty();
  }
}
