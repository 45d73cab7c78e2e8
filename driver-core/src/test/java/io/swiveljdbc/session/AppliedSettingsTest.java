package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.testing.FakeServers;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told to a session whose family has no SQL text for JDBC's settings. */
class AppliedSettingsTest {

  private static final SessionSettings FRESH =
      new SessionSettings(
          Connection.TRANSACTION_READ_COMMITTED,
          SessionSchema.byDefault("public"),
          "",
          2,
          0,
          Map.of(),
          Map.of());

  private static final SessionSettings TENANT = FRESH.withSchema(FRESH.schema().choose("tenant"));

  private static final Setting PATH =
      new Setting("path", "SET path", "RESET path", Setting.Covers.SCHEMA);
  private static final Setting ZONE =
      new Setting("zone", "SET zone", "RESET zone", Setting.Covers.NOTHING);
  private static final Setting ROLE =
      new Setting("role", "SET role", "RESET role", Setting.Covers.NOTHING);

  private final List<String> told = new ArrayList<>();
  private final Engine engine = FakeServers.of("a").engine();
  private final AppliedSettings applied =
      new AppliedSettings(engine, recorded(Connection.class), false, FRESH);

  private <T> T recorded(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("createStatement")) {
                return recorded(Statement.class);
              }
              if (!method.getName().equals("close")) {
                told.add(method.getName() + Arrays.toString(arguments));
              }
              return method.getReturnType() == boolean.class ? false : null;
            }));
  }

  private void become(SessionSettings wanted, SqlSettings sql) throws SQLException {
    told.clear();
    applied.become(wanted, sql, List.of());
  }

  @Test
  void a_text_that_resets_comes_before_a_setter_and_one_that_sets_behind_it() throws Exception {
    become(FRESH, SqlSettings.NONE.with(PATH));
    become(TENANT, SqlSettings.NONE.with(ZONE));
    assertThat(told)
        .containsExactly("execute[RESET path]", "setSchema[tenant]", "execute[SET zone]");
  }

  @Test
  void a_setter_takes_the_place_of_a_text_which_is_told_once_more() throws Exception {
    become(FRESH, SqlSettings.NONE.with(PATH));
    become(TENANT, SqlSettings.NONE.with(PATH));
    assertThat(told).containsExactly("setSchema[tenant]", "execute[SET path]");
  }

  @Test
  void a_setter_that_no_text_covers_keeps_none_apart() throws Exception {
    become(FRESH, SqlSettings.NONE.with(ZONE));
    become(FRESH.withCatalog("other"), SqlSettings.NONE.with(ROLE));
    assertThat(told).containsExactly("setCatalog[other]", "execute[RESET zone;\nSET role]");
  }

  @Test
  void only_the_properties_that_differ_are_told() throws Exception {
    become(FRESH.withClientInfo(Map.of("a", "1", "b", "2")), SqlSettings.NONE);
    become(FRESH.withClientInfo(Map.of("b", "2", "c", "3")), SqlSettings.NONE);
    assertThat(told).containsExactly("setClientInfo[a, null]", "setClientInfo[c, 3]");
  }

  @Test
  void what_was_set_within_a_transaction_is_set_once_more() throws Exception {
    applied.change(TENANT, SqlSettings.NONE.with(ROLE));
    assertThat(applied.are(TENANT, SqlSettings.NONE.with(ROLE))).isFalse();
    become(TENANT, SqlSettings.NONE.with(ROLE));
    assertThat(told).containsExactly("setSchema[tenant]", "execute[SET role]");
    assertThat(applied.are(TENANT, SqlSettings.NONE)).isFalse();
    become(TENANT, SqlSettings.NONE);
    assertThat(told).containsExactly("execute[RESET role]");
  }

  @Test
  void to_choose_the_default_by_its_name_is_to_go_back_to_it() throws Exception {
    become(TENANT, SqlSettings.NONE);
    become(TENANT.withSchema(TENANT.schema().choose("public")), SqlSettings.NONE);
    assertThat(told).containsExactly("setSchema[null]");
    assertThat(applied.are(FRESH, SqlSettings.NONE)).isTrue();
  }
}
