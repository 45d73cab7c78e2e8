package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.JdbcSetting;
import io.swiveljdbc.spi.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings on their way to a session, in order: all that SQL text can set goes in one round trip,
 * when it is sent; a setter of the target driver is called only where the engine has no text.
 */
final class SettingBatch {

  private final Engine engine;
  private final Connection connection;
  private final List<String> texts = new ArrayList<>();

  SettingBatch(Engine engine, Connection connection) {
    this.engine = engine;
    this.connection = connection;
  }

  void add(String text) {
    if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  void add(JdbcSetting setting) throws SQLException {
    Optional<String> text = engine.textFor(setting);
    if (text.isPresent()) {
      add(text.get());
      return;
    }
    if (setting.covers() != Setting.Covers.NOTHING) {
      send(); // a text before it may reset what it is about to set
    }
    setting.setOn(connection);
  }

  void send() throws SQLException {
    if (!texts.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        for (String text : engine.together(texts)) {
          statement.execute(text);
        }
      }
      texts.clear();
    }
  }
}
