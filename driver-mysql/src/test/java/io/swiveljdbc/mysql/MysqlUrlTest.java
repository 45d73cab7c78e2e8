package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever Connector/J understands behind the prefix is understood as it understands it. */
class MysqlUrlTest {

  private final MysqlEngine engine = new MysqlEngine();

  private Target parse(String url, String... info) throws SQLException {
    Properties properties = new Properties();
    for (int i = 0; i < info.length; i += 2) {
      properties.setProperty(info[i], info[i + 1]);
    }
    return engine.parse(url, properties);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mysql://db1/shop | [db1:3306]",
        "jdbc:mysql:///shop | [localhost:3306]",
        "jdbc:mysql://db1,db2:3307,db3/shop | [db1:3306, db2:3307, db3:3306]",
        "jdbc:mysql://[::1]:3307,[fe80::1]/shop | [[::1]:3307, [fe80::1]:3306]",
        "jdbc:mysql://address=(host=db1)(port=3307),address=(host=db2)/shop"
            + " | [db1:3307, db2:3306]",
        "jdbc:mysql://(host=db1,port=3307),(host=db2)/shop | [db1:3307, db2:3306]",
        "jdbc:mysql://me:secret@[db1,db2:3307]/shop | [db1:3306, db2:3307]",
        "jdbc:mysql:replication://db1,db2,db3/shop | [db1:3306, db2:3306, db3:3306]",
        "jdbc:mysql:replication://address=(type=replica)(host=db2),address=(type=source)(host=db1)"
            + "/shop | [db2:3306, db1:3306]",
        "jdbc:mysql:loadbalance://db1,db2/shop?loadBalanceStrategy=bestResponseTime"
            + " | [db1:3306, db2:3306]",
        "jdbc:mysql://db1,db1,db2/shop | [db1:3306, db2:3306]",
      })
  void host_lists_are_read_by_the_drivers_parser(String url, String seeds) throws SQLException {
    Target target = parse(url);

    assertThat(target.seeds()).hasToString(seeds);
    assertThat(target.database()).isEqualTo("shop");
    assertThat(target.properties()).doesNotContainKeys("host", "port", "type", "dbname");
  }

  @Test
  void user_and_password_may_stand_before_the_host_encoded() throws SQLException {
    Target target = parse("jdbc:mysql://me%40home:se%3Acret@db1/shop");

    assertThat(target.user()).isEqualTo("me@home");
    assertThat(target.properties()).containsEntry("password", "se:cret");
    assertThat(target.toString()).doesNotContain("cret");
  }

  @Test
  void the_login_of_one_host_is_that_of_all() throws SQLException {
    assertThat(parse("jdbc:mysql://me:secret@db1,db2/shop").user()).isEqualTo("me");
    assertThat(parse("jdbc:mysql://db1,db2/shop", "user", "me").user()).isEqualTo("me");
    assertThatThrownBy(() -> parse("jdbc:mysql://me:secret@db1,you:other@db2/shop"))
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("different logins")
        .hasMessageNotContainingAny("secret", "other");
  }

  @Test
  void properties_pass_but_for_those_that_choose_among_hosts() throws SQLException {
    Target target =
        parse(
            "jdbc:mysql://db1,db2/shop?rewriteBatchedStatements=true&autoReconnect=true"
                + "&ha.loadBalanceStrategy=random&swivel.detection=1s",
            "useServerPrepStmts",
            "true");

    assertThat(target.properties())
        .containsOnlyKeys("rewriteBatchedStatements", "useServerPrepStmts", "swivel.detection");
  }

  @Test
  void what_chooses_among_hosts_is_dropped_with_one_line() throws SQLException {
    Logger logger = (Logger) LoggerFactory.getLogger(HostChoice.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      for (int i = 0; i < 3; i++) {
        parse(
            "jdbc:mysql:replication://db1,db2/shop?loadBalanceBlocklistTimeout=5&failOverReadOnly=0");
      }
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .endsWith(
            "dropped: failOverReadOnly, jdbc:mysql:replication:, loadBalanceBlocklistTimeout");
  }

  @Test
  void properties_of_one_host_alone_are_refused() {
    assertThatThrownBy(
            () -> parse("jdbc:mysql://address=(host=db1)(useSSL=false),address=(host=db2)/shop"))
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("different properties");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db1:0/shop, 0, db1",
    "jdbc:mysql://db1:70000/shop, 70000, db1",
    "jdbc:mysql://db1:33o6/shop, 33o6, db1",
    "'jdbc:mysql://db1,db2:x/shop', x, db2",
    "jdbc:mysql://me:secret@db1:99999/shop, 99999, db1",
  })
  void a_port_that_is_none_is_named(String url, String port, String host) {
    assertThatThrownBy(() -> parse(url))
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessage("The port '%s' of host %s is out of range; allowed is 1 to 65535", port, host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://me:secret@(host=db1/shop",
        "jdbc:mysql://me:secret@db1/shop?a=%zz",
        "jdbc:mysql://app:S3secret#1@db1:3306/shop",
        "jdbc:mysql://app:S3secret/1@db1:3306/shop",
        "jdbc:mysql:nothing://me:secret@db1/shop",
      })
  void a_url_that_cannot_be_understood_is_not_shown(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void the_url_of_one_host_has_nothing_but_the_database() throws SQLException {
    Target target = parse("jdbc:mysql://me:secret@db1,db2/my shop?useSSL=false");

    assertThat(engine.url(target, new HostAddress("db2", 3306)))
        .isEqualTo("jdbc:mysql://db2:3306/my%20shop");
  }

  @Test
  void aUrlOfMariadbsIsToldWhichToWriteInstead() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:swivel:mariadb://db1/shop"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessage(
            "There is no engine for the database kind 'mariadb' of jdbc:swivel:mariadb: did you mean"
                + " jdbc:swivel:mysql:? Here are engines for mysql, mysql+srv");
  }
}
